using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>Accounts that are entered, changed and removed while the service runs.</summary>
public sealed class ChannelAdministrationTests(ChannelHost host) : IClassFixture<ChannelHost>
{
    private const string Channels = "/api/v1/admin/channels";

    [Fact]
    public async Task An_account_that_was_entered_works_at_once_and_keeps_its_secret()
    {
        var line = await Enter("entered");

        var number = await new Citizen(host, line).Reports();

        number.ShouldStartWith("TKT-");
        var shown = await host.Get($"{Channels}/entered", await host.Key(ApiRole.Admin));
        shown["secrets"].EnumerateArray().Select(s => s.GetString()).ShouldBe(["AuthToken"]);
        shown["settings"].TryGetProperty("AuthToken", out _).ShouldBeFalse();
        shown["webhookUrl"].GetString().ShouldBe($"{RunningHost.PublicUrl}{line.Webhook}");
        shown.Text.ShouldNotContain(ChannelHost.Token);
        (await host.Get(Channels, await host.Key(ApiRole.Admin))).Text.ShouldNotContain(ChannelHost.Token);
        (await host.Scalar<bool>(
            $"select position('{ChannelHost.Token}'::bytea in secrets) = 0 and settings::text not like '%{ChannelHost.Token}%' "
            + "from channel_accounts where name = 'entered'")).ShouldBeTrue();
        (await host.Scalar<long>("select count(*) from secret_keys where element like '%<masterKey>%'")).ShouldBe(0);
        await Remove("entered");
    }

    [Fact]
    public async Task Disabled_it_takes_nothing_and_what_is_to_be_sent_waits()
    {
        var line = await Enter("pausing");
        var citizen = new Citizen(host, line);
        await citizen.Reports();
        var version = (await host.Get($"{Channels}/pausing", await host.Key(ApiRole.Admin)))["version"].GetInt64();

        var paused = await Put("pausing", Body(enabled: false), version);
        paused.Status.ShouldBe(200);
        (await citizen.Write("Is anybody there?")).ShouldBeProblem(503, "channel.disabled");

        (await Put("pausing", Body(enabled: true), paused["version"].GetInt64())).Status.ShouldBe(200);
        (await citizen.Write("Is anybody there now?")).Status.ShouldBe(200);
        await Wait.Until(() => citizen.Replies.Count > 1, "it answers again");
        await Remove("pausing");
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("360dialog")]
    public async Task So_it_is_with_the_cloud_api(string provider)
    {
        await using var cloud = await CloudStandIn.Start(is360: provider == "360dialog");
        var line = new CloudLine("cloud", ITenants.Default, cloud);
        var body = CloudWebhooks.Body(cloud.PhoneNumberId, cloud.Number, "\"statuses\":[]");
        var settings = cloud.Settings.Where(s => !s.Key.EndsWith("Url", StringComparison.Ordinal)).ToDictionary();
        object Account(bool enabled) => new { provider, address = cloud.Address, enabled, settings };

        var entered = await Put("cloud", Account(enabled: false), null);
        entered.Status.ShouldBe(200);
        using var early = line.Request(host, body);
        (await host.Send(early)).ShouldBeProblem(503, "channel.disabled");
        (await Put("cloud", Account(enabled: true), entered["version"].GetInt64())).Status.ShouldBe(200);
        using var late = line.Request(host, body);
        (await host.Send(late)).Status.ShouldBe(200);
        await Remove("cloud");
    }

    [Fact]
    public async Task Of_two_who_take_one_number_at_once_one_gets_it()
    {
        await using var cloud = await CloudStandIn.Start();
        var settings = cloud.Settings.Where(s => !s.Key.EndsWith("Url", StringComparison.Ordinal)).ToDictionary();
        object Account(string number) => new
        {
            provider = "meta",
            address = cloud.Address,
            settings = new Dictionary<string, string>(settings) { ["PhoneNumberId"] = number },
        };

        for (var round = 0; round < 10; round++)
        {
            var one = await Put("one", Account("111"), null);
            var two = await Put("two", Account("222"), null);
            var answers = await Task.WhenAll(
                Put("one", Account("333"), one["version"].GetInt64()), Put("two", Account("333"), two["version"].GetInt64()));

            answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
            answers.Single(a => a.Status == 409).ShouldBeProblem(409, "channel.number_taken");
            await Remove("one");
            await Remove("two");

            answers = await Task.WhenAll(Put("three", Account("444"), null), Put("four", Account("444"), null));
            answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
            await Remove(answers[0].Status == 200 ? "three" : "four");
        }
    }

    [Fact]
    public async Task Whether_it_is_right_can_be_asked()
    {
        await Enter("checked");
        var check = await host.Post($"{Channels}/checked/check", null, await host.Key(ApiRole.Admin));
        check["ok"].GetBoolean().ShouldBeTrue(check.Text);

        var version = (await host.Get($"{Channels}/checked", await host.Key(ApiRole.Admin)))["version"].GetInt64();
        (await Put("checked", Body(token: "another"), version)).Status.ShouldBe(200);
        check = await host.Post($"{Channels}/checked/check", null, await host.Key(ApiRole.Admin));
        check["ok"].GetBoolean().ShouldBeFalse();
        check["findings"][0].GetProperty("explanation").GetString()!.ShouldContain("AuthToken");
        await Remove("checked");
    }

    [Theory]
    [InlineData("unknown", "whatsapp:+14155550202", null, null, "Provider")]
    [InlineData("twilio", "+14155550202", null, null, "Address")]
    [InlineData("twilio", "whatsapp:+14155550202", "AuthTokn", "x", "AuthTokn")]
    [InlineData("twilio", "whatsapp:+14155550202", "MaxPerSecond", "many", "MaxPerSecond")]
    [InlineData("twilio", "whatsapp:+14155550202", "QuietHours", "at night", "QuietHours")]
    [InlineData("gmail", "help@example.org", null, null, "ClientId")]
    public async Task What_is_wrong_is_named(string provider, string address, string? key, string? value, string named)
    {
        var settings = new Dictionary<string, string> { ["AccountSid"] = "AC1", ["AuthToken"] = "t" };
        if (provider == "gmail")
        {
            settings.Clear();
        }

        if (key is not null)
        {
            settings[key] = value!;
        }

        var answer = await Put("wrong", new { provider, address, settings }, null);

        answer.ShouldBeProblem(422, "channel.wrong_setting");
        answer["detail"].GetString()!.ShouldContain(named);
    }

    [Fact]
    public async Task Nobody_sends_the_service_into_its_own_network()
    {
        var settings = new Dictionary<string, string>
        {
            ["AccountSid"] = "AC1",
            ["AuthToken"] = "t",
            ["ApiBaseUrl"] = "http://169.254.169.254",
        };
        (await Put("inside", new { provider = "twilio", address = "whatsapp:+14155550202", settings }, null))
            .ShouldBeProblem(422, "channel.origin_not_allowed");
    }

    [Fact]
    public async Task Names_are_nobody_elses_and_the_configurations_accounts_stay_as_they_are()
    {
        await Enter("mine");
        (await Put("mine", Body(), null)).ShouldBeProblem(409, "channel.name_taken");
        (await Put("mine", Body(), long.MaxValue)).ShouldBeProblem(412, "version.stale");
        (await Put("main", Body(), null)).ShouldBeProblem(409, "channel.configured");
        (await host.Ask(HttpMethod.Delete, $"{Channels}/main", null, await host.Key(ApiRole.Admin)))
            .ShouldBeProblem(409, "channel.configured");

        var stranger = await host.Key(ApiRole.Admin, RunningHost.OtherTenant);
        (await host.Get($"{Channels}/mine", stranger)).ShouldBeProblem(404, "channel.not_found");
        (await host.Post($"{Channels}/mine/check", null, stranger)).ShouldBeProblem(404, "channel.not_found");
        (await host.Ask(HttpMethod.Delete, $"{Channels}/mine", null, stranger)).ShouldBeProblem(404, "channel.not_found");
        (await host.Ask(HttpMethod.Put, $"{Channels}/mine", Body(), stranger)).ShouldBeProblem(409, "channel.name_taken");
        (await host.Get(Channels, stranger)).Items.Select(i => i.GetProperty("name").GetString()).ShouldBe(["north"]);
        await Remove("mine");
        (await host.Get($"{Channels}/mine", await host.Key(ApiRole.Admin))).ShouldBeProblem(404, "channel.not_found");
    }

    private async Task<Line> Enter(string name)
    {
        (await Put(name, Body(), null)).Status.ShouldBe(200);
        return new Line(name, ITenants.Default, host.Desk);
    }

    private object Body(bool enabled = true, string token = ChannelHost.Token) => new
    {
        provider = "twilio",
        address = host.Desk.Address,
        enabled,
        settings = new Dictionary<string, string>
        {
            ["AccountSid"] = host.Desk.AccountSid,
            ["AuthToken"] = token,
            ["ApiBaseUrl"] = host.Desk.BaseUrl,
        },
    };

    /// <summary>Puts, and waits until the service knows it.</summary>
    private async Task<Answer> Put(string name, object body, long? version)
    {
        var answer = await host.Ask(
            HttpMethod.Put, $"{Channels}/{name}", body, await host.Key(ApiRole.Admin),
            version is null ? [] : [("If-Match", $"\"{version}\"")]);
        return answer;
    }

    private async Task Remove(string name) =>
        (await host.Ask(HttpMethod.Delete, $"{Channels}/{name}", null, await host.Key(ApiRole.Admin))).Status.ShouldBe(204);
}
