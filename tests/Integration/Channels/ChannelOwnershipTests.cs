using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>Whose an account is, after its name or its number was somebody else's.</summary>
public sealed class ChannelOwnershipTests(ChannelHost host) : IClassFixture<ChannelHost>
{
    private const string Channels = "/api/v1/admin/channels";

    private IChannels Known => (IChannels)host.Host.App.Services.GetService(typeof(IChannels))!;

    [Fact]
    public async Task A_name_that_one_tenant_gave_up_is_only_the_next_ones()
    {
        (await Put("passed-on", Twilio())).Status.ShouldBe(200);
        var former = Known.Find("passed-on", ITenants.Default)!;
        var gateway = Known.GatewayOf(former);
        await Remove("passed-on");
        (await Put("passed-on", Twilio(), RunningHost.OtherTenant)).Status.ShouldBe(200);

        Known.Find("passed-on", ITenants.Default).ShouldBeNull();
        (await Known.FindNow("passed-on", ITenants.Default, CancellationToken.None)).ShouldBeNull();
        var next = Known.Find("passed-on", RunningHost.OtherTenant).ShouldNotBeNull();
        Known.GatewayOf(former).ShouldNotBeSameAs(Known.GatewayOf(next));
        Known.GatewayOf(next).ShouldNotBeSameAs(gateway);
        await Remove("passed-on", RunningHost.OtherTenant);
    }

    [Fact]
    public async Task Entered_again_an_account_begins_anew()
    {
        var first = (await Put("again", Twilio()))["version"].GetInt64();
        await host.Execute(
            "insert into recovery_cursors (tenant_id, account, since, position) values ('default', 'again', now(), '7')");
        await Remove("again");

        (await host.Scalar<long>("select count(*) from recovery_cursors where account = 'again'")).ShouldBe(0);
        (await Put("again", Twilio()))["version"].GetInt64().ShouldBeGreaterThan(first);
        await Remove("again");
    }

    [Fact]
    public async Task The_root_webhooks_are_the_configurations_alone()
    {
        var settings = new Dictionary<string, string> { ["ClientId"] = "c", ["ClientSecret"] = "s", ["RefreshToken"] = "r" };
        (await Put("a-mailbox", new { provider = "gmail", address = "help@example.org", enabled = true, settings }))
            .Status.ShouldBe(200);
        (await Put("a-number", Twilio(), RunningHost.OtherTenant)).Status.ShouldBe(200);

        (await host.Post("/api/v1/webhooks/gmail", null)).ShouldBeProblem(404, "channel.not_found");
        Known.FirstConfigured("twilio")!.Name.ShouldBe("main");
        await Remove("a-mailbox");
        await Remove("a-number", RunningHost.OtherTenant);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("360dialog")]
    public async Task A_number_is_one_accounts(string provider)
    {
        await using var cloud = await CloudStandIn.Start(is360: provider == "360dialog");
        var entered = await Put("number", Cloud(cloud));
        entered.Status.ShouldBe(200);

        (await Put("same-number", Cloud(cloud))).ShouldBeProblem(409, "channel.number_taken");
        (await Put("same-number", Cloud(cloud), RunningHost.OtherTenant)).ShouldBeProblem(409, "channel.number_taken");
        (await Put("number", Cloud(cloud), version: entered["version"].GetInt64())).Status.ShouldBe(200);
        await Remove("number");
        (await Put("same-number", Cloud(cloud), RunningHost.OtherTenant)).Status.ShouldBe(200);
        await Remove("same-number", RunningHost.OtherTenant);
    }

    [Fact]
    public async Task Nothing_is_taken_for_a_disabled_account_by_its_neighbours_address()
    {
        await using var near = await CloudStandIn.Start(phoneNumberId: "2001", number: "15550002001");
        await using var far = await CloudStandIn.Start(phoneNumberId: "2002", number: "15550002002");
        var line = new CloudLine("near", ITenants.Default, near);
        (await Put("near", Cloud(near))).Status.ShouldBe(200);
        var version = (await Put("far", Cloud(far, enabled: false)))["version"].GetInt64();
        var body = CloudWebhooks.Body(
            far.PhoneNumberId, far.Number,
            $"\"messages\":[{CloudWebhooks.Text("34611000009", "wamid.neighbour", "There is a pothole")}]");

        using var early = line.Request(host, body);
        (await host.Send(early)).ShouldBeProblem(503, "channel.disabled");
        (await host.Scalar<long>("select count(*) from inbox_elements where element_key = 'm:wamid.neighbour'")).ShouldBe(0);

        (await Put("far", Cloud(far), version: version)).Status.ShouldBe(200);
        using var late = line.Request(host, body);
        (await host.Send(late)).Status.ShouldBe(200);
        (await host.Lines("select account from inbox_elements where element_key = 'm:wamid.neighbour'")).ShouldBe(["far"]);
        await Remove("near");
        await Remove("far");
    }

    private object Twilio() => new
    {
        provider = "twilio",
        address = host.Desk.Address,
        enabled = true,
        settings = new Dictionary<string, string>
        {
            ["AccountSid"] = host.Desk.AccountSid,
            ["AuthToken"] = ChannelHost.Token,
            ["ApiBaseUrl"] = host.Desk.BaseUrl,
        },
    };

    private static object Cloud(CloudStandIn cloud, bool enabled = true) => new
    {
        provider = cloud.Provider,
        address = cloud.Address,
        enabled,
        settings = cloud.Settings.Where(s => !s.Key.EndsWith("Url", StringComparison.Ordinal))
            .Append(new("PhoneNumberId", cloud.PhoneNumberId)).DistinctBy(s => s.Key).ToDictionary(),
    };

    private async Task<Answer> Put(string name, object body, string tenant = ITenants.Default, long? version = null) =>
        await host.Ask(
            HttpMethod.Put, $"{Channels}/{name}", body, await host.Key(ApiRole.Admin, tenant),
            version is null ? [] : [("If-Match", $"\"{version}\"")]);

    private async Task Remove(string name, string tenant = ITenants.Default) =>
        (await host.Ask(HttpMethod.Delete, $"{Channels}/{name}", null, await host.Key(ApiRole.Admin, tenant))).Status.ShouldBe(204);
}
