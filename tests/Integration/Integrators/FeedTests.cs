using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using Npgsql;

namespace CleanFte.Integration.Integrators;

/// <summary>The feed: all that happened, once, in order.</summary>
[Collection(nameof(IntegratorHost))]
public sealed class FeedTests(IntegratorHost host)
{
    private const string Feed = "/api/v1/events";

    [Fact]
    public async Task Page_by_page_everything_comes_once_and_in_the_order_of_the_log()
    {
        var tenant = await host.NewTenant();
        var first = await host.Report(tenant);
        await host.Report(tenant);
        await host.Note(tenant, first, "One");
        await host.Note(tenant, first, "Two");
        var key = await host.Key(ApiRole.Integrator, tenant);

        var told = new List<string>();
        var (cursor, more) = ("", true);
        while (more)
        {
            var page = await host.Get($"{Feed}?limit=1&after={cursor}", key);
            page.Status.ShouldBe(200, page.Text);
            page.Items.Count.ShouldBeLessThanOrEqualTo(1);
            told.AddRange(page.Items.Select(i => $"{i.GetProperty("id")}"));
            (cursor, more) = (page["cursor"].GetString()!, page["hasMore"].GetBoolean());
        }

        told.ShouldBe(await host.Lines(
            $"""
            select id from mt_events where tenant_id = '{tenant}' and type in
                ('ticket_created', 'note_added', 'customer_registered', 'identifier_linked', 'status_changed', 'priority_raised')
            order by seq_id
            """));
        told.Count.ShouldBeGreaterThan(5);
        var end = await host.Get($"{Feed}?after={cursor}", key);
        end.Items.ShouldBeEmpty();
        end["hasMore"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_says_what_it_is_about()
    {
        var tenant = await host.NewTenant();
        var ticket = await host.Report(tenant);
        await host.Note(tenant, ticket, "One");

        var page = await host.Get($"{Feed}?types=ticket.note_added", await host.Key(ApiRole.Integrator, tenant));

        var note = page.Items.ShouldHaveSingleItem();
        note.GetProperty("version").GetInt32().ShouldBe(1);
        note.GetProperty("data").GetProperty("author").GetString().ShouldBe("staff");
        var subject = note.GetProperty("subject");
        (await host.Lines($"select id, tracking_number, customer_id from tickets where tenant_id = '{tenant}'")).ShouldBe(
            [$"{subject.GetProperty("ticketId")}|{subject.GetProperty("trackingNumber")}|{subject.GetProperty("customerId")}"]);
    }

    [Fact]
    public async Task What_the_filter_leaves_out_is_passed_over_for_good()
    {
        var tenant = await host.NewTenant();
        var ticket = await host.Report(tenant);
        var key = await host.Key(ApiRole.Integrator, tenant);

        var none = await host.Get($"{Feed}?types=ticket.rated", key);
        none.Items.ShouldBeEmpty();
        await host.Note(tenant, ticket, "After");

        var all = await host.Get($"{Feed}?after={none["cursor"].GetString()}", key);
        all.Items.Select(i => i.GetProperty("type").GetString()).ShouldBe(["ticket.note_added"]);
    }

    [Fact]
    public async Task An_event_of_a_slower_transaction_is_not_skipped()
    {
        var tenant = await host.NewTenant();
        var ticket = await host.Report(tenant);
        var key = await host.Key(ApiRole.Integrator, tenant);
        var start = await host.Get($"{Feed}?limit=1000", key);
        await using var slow = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await slow.OpenAsync();
        await Run(slow, "begin");
        await Run(
            slow,
            $$"""
            insert into mt_streams (tenant_id, id, type, version) values ('{{tenant}}', '{{Guid.NewGuid()}}', 'customer', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            select nextval('mt_events_sequence'), gen_random_uuid(), id, 1,
                '{"role": "parent", "at": "2026-03-04T05:06:07Z"}', 'role_granted', tenant_id
            from mt_streams where tenant_id = '{{tenant}}' order by created desc limit 1
            """);
        await host.Note(tenant, ticket, "Faster");

        var held = await host.Get($"{Feed}?after={start["cursor"].GetString()}", key);
        held.Items.ShouldBeEmpty();
        await Run(slow, "commit");

        var after = await host.Get($"{Feed}?after={held["cursor"].GetString()}", key);
        after.Items.Select(i => i.GetProperty("type").GetString()).ShouldBe(["customer.role_granted", "ticket.note_added"]);
    }

    [Fact]
    public async Task Whoever_waits_is_told_as_soon_as_it_happens()
    {
        var tenant = await host.NewTenant();
        var ticket = await host.Report(tenant);
        var key = await host.Key(ApiRole.Integrator, tenant);
        var cursor = (await host.Get($"{Feed}?after=now", key))["cursor"].GetString();

        var waiting = host.Get($"{Feed}?after={cursor}&types=ticket.note_added&wait=25", key);
        await host.Report(tenant);
        waiting.IsCompleted.ShouldBeFalse();
        await host.Note(tenant, ticket, "Now");
        var waited = Stopwatch.StartNew();

        (await waiting).Items.ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("ticket.note_added");
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2), "it is woken, and does not look by itself");
    }

    [Fact]
    public async Task Of_one_tenant_twenty_may_wait_and_no_other_is_kept_from_it()
    {
        var (many, other) = (await host.NewTenant(), await host.NewTenant());
        var (manys, others) = (await host.Report(many), await host.Report(other));
        var (key, otherKey) = (await host.Key(ApiRole.Integrator, many), await host.Key(ApiRole.Integrator, other));
        var cursor = (await host.Get($"{Feed}?after=now", key))["cursor"].GetString();
        var otherCursor = (await host.Get($"{Feed}?after=now", otherKey))["cursor"].GetString();

        var waiting = Enumerable.Range(0, 25).Select(_ => host.Get($"{Feed}?after={cursor}&wait=25", key)).ToList();
        await Wait.Until(() => waiting.Count(w => w.IsCompleted) >= 5, "those without a place are answered");
        var theirs = host.Get($"{Feed}?after={otherCursor}&wait=25", otherKey);
        await host.Note(other, others, "Theirs");
        (await theirs).Items.Count.ShouldBe(1);
        waiting.Count(w => w.IsCompleted).ShouldBe(5);

        await host.Note(many, manys, "Ours");
        (await Task.WhenAll(waiting)).Count(answer => answer.Items.Count == 1).ShouldBe(20);
    }

    [Fact]
    public async Task Tenants_are_apart()
    {
        var (mine, theirs) = (await host.NewTenant(), await host.NewTenant());
        var ticket = await host.Report(mine);
        await host.Report(theirs);

        var told = await host.Get($"{Feed}?types=ticket.created&limit=1000", await host.Key(ApiRole.Integrator, mine));

        told.Items.ShouldHaveSingleItem().GetProperty("subject").GetProperty("ticketId").GetString().ShouldBe(ticket);
    }

    [Fact]
    public async Task What_identifies_people_is_told_only_to_keys_with_that_right()
    {
        var tenant = await host.NewTenant();
        var ticket = await host.Report(tenant, "The hole is in front of number 12.");
        await host.Note(tenant, ticket, "She called twice.");

        var without = await host.Get($"{Feed}?limit=1000", await host.Key(ApiRole.Integrator, tenant));
        var admin = await host.Get($"{Feed}?limit=1000", await host.Key(ApiRole.Admin, tenant));
        var with = await host.Get($"{Feed}?limit=1000", await host.PersonalKey(tenant));

        foreach (var words in (string[])["number 12", "ana@example.org", "Ana Ruiz", "called twice"])
        {
            without.Text.ShouldNotContain(words);
            admin.Text.ShouldNotContain(words);
            with.Text.ShouldContain(words);
        }

        with.Items.Count.ShouldBe(without.Items.Count);
        var keys = await host.Get("/api/v1/admin/api-keys", await host.Key(ApiRole.Admin, tenant));
        keys.Items.Count(k => k.GetProperty("personalData").GetBoolean()).ShouldBe(1);
    }

    [Fact]
    public async Task A_cursor_of_another_database_is_refused_and_says_what_to_do()
    {
        var key = await host.Key(ApiRole.Integrator);
        var own = await host.Get($"{Feed}?after=now", key);
        var place = JsonDocument.Parse(Base64Url.DecodeFromChars(own["cursor"].GetString()!)).RootElement;
        var database = place.GetProperty("Database").GetString()!;

        var foreign = await host.Get($"{Feed}?after={Cursor(new string('0', database.Length), 1)}", key);
        foreign.ShouldBeProblem(400, "cursor.foreign");
        foreign["detail"].GetString()!.ShouldContain("Begin anew");
        (await host.Get($"{Feed}?after={Cursor(database, long.MaxValue)}", key)).ShouldBeProblem(400, "cursor.foreign");
        (await host.Get($"{Feed}?after={Cursor(database, -1)}", key)).ShouldBeProblem(400, "cursor.foreign");
        (await host.Get($"{Feed}?after=nonsense", key)).ShouldBeProblem(400, "cursor.unreadable");
        (await host.Get($"{Feed}?after={new string('A', 5_000)}", key)).ShouldBeProblem(400, "cursor.unreadable");
        (await host.Get($"{Feed}?after={own["cursor"].GetString()}", key)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_cursor_of_before_a_backup_was_put_back_is_refused_when_the_log_has_passed_it_again()
    {
        var (tenant, other) = (await host.NewTenant(), await host.NewTenant());
        var ticket = await host.Report(tenant);
        var key = await host.Key(ApiRole.Integrator, tenant);
        var early = (await host.Get($"{Feed}?limit=1", key))["cursor"].GetString()!;
        await host.Note(tenant, ticket, "Lost by the backup");
        var late = (await host.Get($"{Feed}?limit=1000", key))["cursor"].GetString()!;
        var old = JsonDocument.Parse(Base64Url.DecodeFromChars(late)).RootElement;

        // As if it had been put back, and the same numbers had been given to other events since.
        await host.Execute(
            $"update mt_events set id = gen_random_uuid() where tenant_id = '{tenant}' and type = 'note_added'");
        await host.Report(other);

        (await host.Get($"{Feed}?after={late}", key)).ShouldBeProblem(400, "cursor.foreign");
        var after = await host.Get($"{Feed}?after={early}&types=ticket.note_added", key);
        after.Items.ShouldHaveSingleItem("it was before what was lost");
        (await host.Get($"{Feed}?after={after["cursor"].GetString()}", key)).Status.ShouldBe(200);
        var unmarked = Cursor(old.GetProperty("Database").GetString()!, old.GetProperty("Position").GetInt64());
        (await host.Get($"{Feed}?after={unmarked}", key)).Status.ShouldBe(200, "a cursor of before is still read");
    }

    [Theory]
    [InlineData("types=ticket.created,ticket.painted", "types")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("wait=26", "wait")]
    public async Task What_is_asked_wrongly_is_named(string query, string field) =>
        (await host.Get($"{Feed}?{query}", await host.Key(ApiRole.Integrator))).ErrorFields.ShouldBe([field]);

    private static string Cursor(string database, long position) => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { Database = database, Position = position })));

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
