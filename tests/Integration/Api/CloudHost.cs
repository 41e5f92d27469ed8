using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>
/// A service with accounts at Meta and at 360dialog: two numbers of one app, of which one is another tenant's, a number of
/// another app, and one through 360dialog that knows no number id.
/// </summary>
public sealed class CloudHost : RunningHost
{
    private const string OtherSecret = "another_app_secret";

    internal CloudLine City { get; private set; } = null!;

    /// <summary>Of the same app as <see cref="City"/>, and the other tenant's.</summary>
    internal CloudLine Village { get; private set; } = null!;

    /// <summary>Of another app.</summary>
    internal CloudLine Stranger { get; private set; } = null!;

    internal CloudLine Dialog { get; private set; } = null!;

    internal IEnumerable<CloudLine> All => [City, Village, Stranger, Dialog];

    protected override Dictionary<string, string?> Settings => new(
        All.SelectMany((line, i) => line.Settings(i + 2)).Append(new("Messaging:LookupPauseSeconds", "1.5")));

    public override async Task InitializeAsync()
    {
        City = new("city", ITenants.Default, await CloudStandIn.Start(phoneNumberId: "1001", number: "15550001001"));
        Village = new("village", OtherTenant, await CloudStandIn.Start(phoneNumberId: "1002", number: "15550001002"));
        Stranger = new("stranger", ITenants.Default, await CloudStandIn.Start(phoneNumberId: "1003", number: "15550001003"))
        {
            Secret = OtherSecret,
        };
        Dialog = new("dialog", ITenants.Default, await CloudStandIn.Start(is360: true, phoneNumberId: "1004", number: "15550001004"));
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var line in All)
        {
            await line.Cloud.DisposeAsync();
        }
    }
}

[CollectionDefinition(nameof(CloudHost))]
public sealed class CloudHostTests : ICollectionFixture<CloudHost>;

/// <summary>An account at Meta or 360dialog.</summary>
internal sealed record CloudLine(string Account, string Tenant, CloudStandIn Cloud)
{
    public string Webhook => $"/api/v1/webhooks/whatsapp/{Cloud.Provider}/{Account}";

    /// <summary>What signs, where it is not the stand-in's usual secret.</summary>
    public string Secret { get; init; } = Cloud.Secret;

    public IEnumerable<KeyValuePair<string, string?>> Settings(int index) => Cloud.Settings
        .Select(s => new KeyValuePair<string, string?>(s.Key, s.Key == "AppSecret" ? Secret : s.Value))
        .Append(new("Account", Account))
        .Append(new("Tenant", Tenant))
        .Append(new("Provider", Cloud.Provider))
        .Append(new("Address", Cloud.Address))
        .Select(s => new KeyValuePair<string, string?>($"Channels:{index}:{s.Key}", s.Value));

    /// <summary>A request with members of one change's value, signed as this line's.</summary>
    public HttpRequestMessage Request(RunningHost host, string value, string field = "messages") =>
        Request(host, CloudWebhooks.Body(Cloud.PhoneNumberId, Cloud.Number, value, field));

    public HttpRequestMessage Request(RunningHost host, byte[] body) =>
        CloudWebhooks.Request(host.Url + Webhook, body, Secret, Cloud.Is360);
}

/// <summary>Somebody who writes to such a line, and reads what comes back.</summary>
internal sealed class CloudCitizen(CloudHost host, CloudLine? line = null, string? id = null)
{
    private static int _last;

    public CloudLine Line { get; } = line ?? host.City;

    /// <summary>Digits of the phone number, or the id of somebody without one.</summary>
    public string Id { get; } = id ?? $"34700{Interlocked.Increment(ref _last):000000}";

    public IReadOnlyList<CloudSent> Replies => [.. Line.Cloud.Sent.Where(m => m.To.TrimStart('+') == Id)];

    public static string NewId() => $"wamid.{Guid.NewGuid():N}";

    /// <summary>Delivers members of a change's value.</summary>
    public async Task<Answer> Deliver(string value, string field = "messages")
    {
        using var request = Line.Request(host, value, field);
        return await host.Send(request);
    }

    public async Task Write(string content, string? id = null) =>
        (await Deliver($"\"messages\":[{CloudWebhooks.Message(Id, id ?? NewId(), content)}]")).Status.ShouldBe(200);

    /// <summary>Writes a text, and waits for the reply.</summary>
    public async Task<CloudSent> Asks(string text, string? id = null)
    {
        var before = Replies.Count;
        (await Deliver(
            $$"""
            "contacts":[{"profile":{"name":"Ana"},"wa_id":"{{Id}}"}],"messages":[{{CloudWebhooks.Text(Id, id ?? NewId(), text)}}]
            """)).Status.ShouldBe(200);
        await Wait.Until(() => Replies.Count > before, $"'{text}' is answered");
        return Replies[^1];
    }

    /// <summary>Reports something, and returns the ticket's number.</summary>
    public async Task<string> Reports(string text = "There is a huge pothole in Main Street", string? id = null) =>
        Citizen.NumberIn((await Asks(text, id)).Text!);

    public Task<Answer> Tells(CloudSent sent, string status, int? errorCode = null) => Deliver(
        $"\"statuses\":[{CloudWebhooks.Status(sent.Id, status, sent.To, sent.CallbackData, errorCode)}]");

    /// <summary>Whether nothing that came in is left to do.</summary>
    public Task AllIsDone() => Wait.Until(
        async () => await host.Scalar<long>(
            $"select count(*) from inbox where account = '{Line.Account}' and state = 0") == 0,
        "all that came in is processed");

    /// <summary>How the element of that key ended.</summary>
    public async Task<string> Fate(string key)
    {
        await AllIsDone();
        return (await host.Lines($"""
            select account, state, reason from inbox join inbox_elements using (id, account) where element_key = '{key}'
            """)).ShouldHaveSingleItem(key);
    }

    /// <summary>How his replies fared, newest last.</summary>
    public async Task<IReadOnlyList<string?>> Deliveries()
    {
        await AllIsDone();
        var ids = string.Join(',', Replies.Select(r => $"'{r.CallbackData}'"));
        return await host.Lines($"select status from deliveries where part_id = any (array[{ids}]::uuid[]) order by part_id");
    }
}
