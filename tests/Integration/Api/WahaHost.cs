using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>A service with an account at WAHA, and room to enter another one while it runs.</summary>
public sealed class WahaHost : RunningHost
{
    public const string Account = "phone";

    public const string Webhook = "/api/v1/webhooks/whatsapp/waha/" + Account;

    public const string PreviousKey = "the key of last week";

    internal WahaStandIn Waha { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings => new(
        Waha.Settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))
            .Append(new("PreviousHmacKey", PreviousKey))
            .Append(new("Account", Account))
            .Append(new("Tenant", ITenants.Default))
            .Append(new("Provider", "waha"))
            .Append(new("Address", Waha.Address))
            .Select(s => new KeyValuePair<string, string?>($"Channels:2:{s.Key}", s.Value))
            .Append(new("Messaging:LookupPauseSeconds", "0.2"))
            .Append(new("Secrets:MasterKey", "thirty-two characters are needed at the least"))
            .Append(new("Channels:AllowedOrigins:0", Waha.BaseUrl)));

    public override async Task InitializeAsync()
    {
        Waha = await WahaStandIn.Start();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Waha.DisposeAsync();
    }

    /// <summary>Delivers any body, signed.</summary>
    internal async Task<Answer> Deliver(byte[] body, string? key = null, string path = Webhook)
    {
        using var request = WahaWebhooks.Request(Url + path, body, key ?? Waha.HmacKey);
        return await Send(request);
    }

    internal Task<Answer> Deliver(string type, string payload) =>
        Deliver(WahaWebhooks.Body(Waha.Session, type, payload));

    /// <summary>Whether nothing that came in is left to do.</summary>
    internal Task AllIsDone() => Wait.Until(
        async () => await Scalar<long>($"select count(*) from inbox where account = '{Account}' and state = 0") == 0,
        "all that came in is processed");

    /// <summary>How the element of that key ended.</summary>
    internal async Task<string> Fate(string key)
    {
        await AllIsDone();
        return (await Lines($"""
            select state, reason from inbox join inbox_elements using (id, account)
            where account = '{Account}' and element_key = '{key}'
            """)).ShouldHaveSingleItem(key);
    }
}

[CollectionDefinition(nameof(WahaHost))]
public sealed class WahaHostTests : ICollectionFixture<WahaHost>;

/// <summary>Somebody who writes by WhatsApp, and reads what comes back.</summary>
internal sealed class WahaCitizen(WahaHost host, string? chat = null)
{
    private static int _last;

    public string Chat { get; } = chat ?? $"34800{Interlocked.Increment(ref _last):000000}@c.us";

    public IReadOnlyList<WahaStored> Replies => [.. host.Waha.Sent.Where(m => m.Chat == Chat)];

    public static string NewId() => $"{Guid.NewGuid():N}"[..20].ToUpperInvariant();

    public async Task Tells(string type, string payload) => (await host.Deliver(type, payload)).Status.ShouldBe(200);

    /// <summary>Writes, and waits for the reply.</summary>
    public async Task<WahaStored> Asks(string text, string? id = null, string more = "", string type = "message")
    {
        var before = Replies.Count;
        await Tells(type, WahaWebhooks.Message(Chat, id ?? NewId(), text, more));
        await Wait.Until(() => Replies.Count > before, $"'{text}' is answered");
        return Replies[^1];
    }

    /// <summary>Reports something, and returns the ticket's number.</summary>
    public async Task<string> Reports(
        string text = "There is a huge pothole in Main Street", string? id = null, string more = "") =>
        Citizen.NumberIn((await Asks(text, id, more)).Text);

    public Task Acknowledges(WahaStored sent, int ack, string? chat = null) =>
        Tells("message.ack", WahaWebhooks.Ack(chat ?? Chat, sent.Bare, ack));

    /// <summary>The conversation's part that a reply was.</summary>
    public async Task<string> PartOf(WahaStored sent)
    {
        await Wait.Until(
            async () => await host.Scalar<long>($"select count(*) from deliveries where provider_message_id = '{sent.Bare}'") == 1,
            "the send is recorded");
        return (await host.Lines($"select part_id from deliveries where provider_message_id = '{sent.Bare}'")).Single();
    }

    public async Task<string?[]> Events(string number) =>
    [
        .. (await host.Get($"/api/v1/tickets/{number}/events", await host.Key(ApiRole.Staff))).Items
            .Select(e => e.GetProperty("type").GetString()),
    ];
}
