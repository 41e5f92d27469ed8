using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Agent.Replay;

/// <summary>All that citizens of three tenants write in their samples is decided again as it was, whatever changed since.</summary>
public sealed class OfflineReplayTests(ReplayHost host) : IClassFixture<ReplayHost>
{
    [Fact]
    public async Task Runs_come_out_as_recorded_though_profile_catalogue_and_knowledge_have_changed()
    {
        await host.Import("townhall", "north");
        var first = await host.WriteSamples(host.North);
        await TheTeamComesOnline();
        var number = await StatusIsAskedFor();
        await SeveralMessagesAreAnsweredTogether();
        await TheAgentIsSwitchedOff();
        await host.Import("techcorp", "north");
        await host.WriteSamples(host.North);
        await host.Import("parish", "north");
        await host.WriteSamples(host.North);
        foreach (var citizen in first.Take(10))
        {
            await citizen.Write("When does the office open?");
        }

        await first[0].AllIsDone();
        var (path, staff) = ($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff, "north"));
        var etag = (await host.Get(path, staff)).Header("ETag")!;
        (await host.Post($"{path}/status", new { status = "resolved" }, staff, ("If-Match", etag))).Status.ShouldBe(200);
        await Wait.Until(
            async () => await host.Scalar<long>($"""
                select count(*) from human_tasks k join tickets t on t.tenant_id = k.tenant_id and t.id = k.ticket_id
                where t.tracking_number = '{number}' and k.state <> 'completed'
                """) == 0,
            "what people had to do about it is done with");
        await host.AllIsSent();
        var before = await host.Everything();

        var (exit, output, error) = await host.Replay("--since", "1d", "--tenant", "north");

        output.ShouldEndWith("0 differ (0 unexplained), 0 not replayable\n", Case.Sensitive, output);
        (exit, error.Contains("wrong", StringComparison.Ordinal)).ShouldBe((0, false));
        var runs = await host.Scalar<long>("select count(*) from mt_events where type = 'agent_ran' and tenant_id = 'north'");
        output.ShouldContain($"{runs} runs: {runs} equal");
        runs.ShouldBeGreaterThan(200);
        (await host.Lines("""
            select distinct coalesce(data -> 'outcome' ->> 'reason', data -> 'outcome' ->> 'decision') from mt_events
            where type = 'agent_ran' and tenant_id = 'north'
            """)).ShouldBe(
            [
                "answer", "ask", "acknowledge", "pricing", "refund", "legal", "human_request", "negative_sentiment", "no_kb_match",
                "agent_off",
            ],
            ignoreOrder: true);
        (await host.Everything()).ShouldBe(before, "nothing was written");
    }

    /// <summary>A hand-over says another thing where somebody is there.</summary>
    private async Task TheTeamComesOnline()
    {
        var admin = await host.Key(ApiRole.Admin, "north");
        var member = await host.Post("/api/v1/admin/team", new { name = "Ana" }, admin);
        member.Status.ShouldBe(201, member.Text);
        var key = await host.Post(
            "/api/v1/admin/api-keys",
            new { role = "staff", label = "Ana", tenant = "north", memberId = member["id"].GetString() }, RunningHost.Bootstrap);
        key.Status.ShouldBe(201, key.Text);
        var online = await host.Ask(HttpMethod.Put, "/api/v1/team/me/online", new { online = true }, key["key"].GetString());
        online.Status.ShouldBe(200, online.Text);
        var citizen = new Citizen(host, host.North);
        await citizen.Asks("I want to talk to a person");
    }

    private async Task<string> StatusIsAskedFor()
    {
        var citizen = new Citizen(host, host.North);
        var number = await citizen.Reports();
        (await citizen.Asks($"What is the status of {number}?")).ShouldContain(number);
        return number;
    }

    private async Task TheAgentIsSwitchedOff()
    {
        var admin = await host.Key(ApiRole.Admin, "north");
        (await host.Ask(HttpMethod.Put, "/api/v1/admin/agent", new { on = false }, admin)).Status.ShouldBe(200);
        await new Citizen(host, host.North).Asks("When does the library open?");
        (await host.Ask(HttpMethod.Put, "/api/v1/admin/agent", new { on = true }, admin)).Status.ShouldBe(200);
    }

    private async Task SeveralMessagesAreAnsweredTogether()
    {
        var citizen = new Citizen(host, host.North);
        string[] texts =
            ["There is a pothole in Mill Street 3", "A street light is out in Oak Road 9", "When does the library open?"];
        foreach (var text in texts)
        {
            await citizen.Write(text);
        }

        await citizen.AllIsDone();
    }
}
