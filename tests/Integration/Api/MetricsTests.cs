using CleanFte.Application.Tenants;
using CleanFte.Infrastructure;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>Figures of a tenant that only this test writes to.</summary>
[Collection(nameof(SharedHost))]
public sealed class MetricsTests(SharedHost host)
{
    [Fact]
    public async Task The_figures_say_what_happened()
    {
        var tenant = $"m{Guid.NewGuid():N}"[..12];
        await host.Post("/api/v1/admin/tenants", new { id = tenant, name = "Metrics" }, RunningHost.Bootstrap);
        var (integrator, analyst) =
            (await host.Key(ApiRole.Integrator, tenant), await host.Key(ApiRole.Analyst, tenant));
        await Say(integrator, "ana", "There is a pothole");
        await Say(integrator, "ben", "My street light is out");
        await Say(integrator, "ben", "It is very dark");
        var ticket =
            (await host.Get("/api/v1/tickets?category=pothole", integrator)).Items[0].GetProperty("trackingNumber");
        var body = new { reason = "legal" };
        (await host.Post($"/api/v1/tickets/{ticket}/escalate", body, integrator, ("If-Match", "\"1\"")))
            .Status.ShouldBe(200);

        Answer metrics = null!;
        await Wait.Until(
            async () => (metrics = await host.Get("/api/v1/metrics/channels", analyst))["channels"] is { } channels
                && channels.GetArrayLength() > 0 && channels[0].GetProperty("escalations").GetInt64() == 1
                && channels[0].GetProperty("messagesOut").GetInt64() == 4,
            "the escalation is counted, and that the citizen is told of it");

        var rest = metrics["channels"].EnumerateArray().ShouldHaveSingleItem();
        rest.GetProperty("channel").GetString().ShouldBe("rest");
        rest.GetProperty("conversations").GetInt64().ShouldBe(2);
        rest.GetProperty("messagesIn").GetInt64().ShouldBe(3);
        rest.GetProperty("tickets").GetInt64().ShouldBe(2);
        rest.GetProperty("escalationsByReason").GetProperty("legal").GetProperty("count").GetInt64().ShouldBe(1);
        rest.GetProperty("latency").GetProperty("count").GetInt64().ShouldBe(3);
        rest.GetProperty("agentRuns").GetInt64().ShouldBe(3);
        rest.GetProperty("agentFailures").GetInt64().ShouldBe(0);
        rest.GetProperty("toolCalls").GetInt64().ShouldBeGreaterThanOrEqualTo(6);
        rest.GetProperty("toolFailures").GetInt64().ShouldBe(0);
        metrics["totals"][0].GetProperty("tickets").GetInt64().ShouldBe(2);
        metrics["asOf"].GetProperty("position").GetInt64().ShouldBeGreaterThan(0);

        var ledger = (await host.Get("/api/v1/metrics/ledger", analyst))["channels"].EnumerateArray()
            .Single(c => c.GetProperty("channel").GetString() == "rest");
        ledger.GetProperty("received").GetInt64().ShouldBe(3);
        ledger.GetProperty("processed").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task What_the_agent_did_before_it_was_counted_is_added_as_it_would_have_been()
    {
        const string Counted = """
            select channel, bucket, agent_runs, agent_failures, tool_calls, tool_failures
            from channel_metrics where tenant_id = 'default' order by 1, 2
            """;
        await Say(await host.Key(ApiRole.Integrator), $"p{Guid.NewGuid():N}", "There is a pothole");
        await Wait.Until(
            async () => await host.Scalar<long>("select coalesce(sum(agent_runs), 0)::bigint from channel_metrics") > 0,
            "the run is counted");

        // The position is held, so that nothing is counted in between.
        await host.Execute($"""
            begin;
            select last_seq_id from mt_event_progression where name = 'channel_metrics' for update;
            create table counted as {Counted};
            update channel_metrics set agent_runs = 0, agent_failures = 0, tool_calls = 0, tool_failures = 0;
            {Script()};
            create table added as {Counted};
            commit
            """);

        (await host.Lines("select * from added")).ShouldBe(await host.Lines("select * from counted"));
        await host.Execute("drop table added; drop table counted");
    }

    /// <summary>The second statement of the script that added the columns.</summary>
    private static string Script()
    {
        var assembly = typeof(InfrastructureServices).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("0014_agent_metrics.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split(';', 2)[1].Split("insert into", 2)[1].Insert(0, "insert into").Trim().TrimEnd(';');
    }

    [Fact]
    public async Task The_ledgers_sum_holds_for_every_channel()
    {
        await new Citizen(host).Reports();

        var channels =
            (await host.Get("/api/v1/metrics/ledger", await host.Key(ApiRole.Analyst)))["channels"].EnumerateArray();

        channels.ShouldNotBeEmpty();
        channels.ShouldAllBe(c => Count(c, "received")
            == Count(c, "processed") + Count(c, "ignored") + Count(c, "parked") + Count(c, "pending"));
    }

    [Fact]
    public async Task Every_figure_is_defined()
    {
        var analyst = await host.Key(ApiRole.Analyst);

        (await host.Get("/api/v1/metrics/definitions", analyst)).Items.ShouldNotBeEmpty();
        (await host.Get("/api/v1/metrics/channels?bucket=week", analyst)).ErrorFields.ShouldBe(["bucket"]);
        (await host.Get("/api/v1/metrics/channels?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", analyst))
            .ErrorFields.ShouldBe(["from"]);
    }

    private static long Count(System.Text.Json.JsonElement channel, string name) =>
        channel.GetProperty(name).GetInt64();

    private async Task Say(string key, string person, string text)
    {
        var posted = await host.Post("/api/v1/messages", new { externalId = person, text }, key);
        await Wait.Until(
            async () => (await host.Get(posted.Header("Location")!, key))["replies"].GetArrayLength() > 0,
            "it is answered");
    }
}
