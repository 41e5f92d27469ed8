using CleanFte.Infrastructure.Schema;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.EventStore;

/// <summary>Tickets of before there was Open311 are published by the same rules as those of later.</summary>
public sealed class Open311MigrationTests(MigratedHost host) : IClassFixture<MigratedHost>
{
    private const string Rows = """
        select concat_ws('|', t.tracking_number, t.published, u.version, u.over, u.status, u.text, u.at)
        from tickets t left join ticket_updates u on u.tenant_id = t.tenant_id and u.ticket_id = t.id order by 1
        """;

    [Fact]
    public async Task What_is_read_of_the_log_is_what_would_have_been_written()
    {
        var number = (await host.Post(FormTests.Path, FormTests.Report()))["trackingNumber"].GetString()!;
        var town = new Open311.Town(host, "default", await host.Key(Application.Tenants.ApiRole.Integrator));
        await town.Staff(number, "public-text", new { text = "Seen." });
        await town.Staff(number, "status", new { status = "in_progress" });
        await town.Staff(number, "status", new { status = "resolved", text = "Filled." });
        await town.Staff(number, "public-text", new { text = "It is filled." });
        await town.Staff(number, "status", new { status = "closed" });
        await town.Staff(number, "status", new { status = "open", text = "It is back." });
        await town.Staff(number, "escalate", new { reason = "human_request" });
        await town.Staff(number, "public-text", new { text = "Seen again." });
        await host.Post("/api/v1/tickets", new { name = "Ana", subject = "A pothole", message = "Nobody is to read this" }, town.Key);
        var written = await host.Lines(Rows);
        await host.Execute("drop table ticket_updates; alter table tickets drop column published, drop column answers");

        var script = Migrations.Scripts().Single(s => s.StartsWith("0020", StringComparison.Ordinal));
        await host.Execute(await Migrations.Read(script, CancellationToken.None));

        (await host.Lines(Rows)).ShouldBe(written);
        written.Count.ShouldBe(7 + 1);
        written.ShouldContain(row => row.Contains("There is a deep hole in the road"));
        written.ShouldNotContain(row => row.Contains("Nobody is to read this"));
    }
}

/// <summary>A host of its own: its tables are dropped.</summary>
public sealed class MigratedHost : RunningHost;
