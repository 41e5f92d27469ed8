using CleanFte.Infrastructure.Projections;

namespace CleanFte.Integration.Projections;

public sealed class VerifyTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    /// <summary>Every read model with one column to spoil; the last test says that none is forgotten.</summary>
    public static TheoryData<string, string> Tables => new()
    {
        { "customers", "name = 'Someone else'" },
        { "customer_identifiers", "verification = 'claimed'" },
        { "conversations", "agent_epoch = 7" },
        { "sessions", "conversation_id = gen_random_uuid()" },
        { "messages", "text = 'Something else'" },
        { "message_changes", "value = 'Something else'" },
        { "deliveries", "status = 'failed'" },
        { "tickets", "status = 'closed'" },
        { "ticket_updates", "text = 'Something else'" },
        { "media", "status = 'attached'" },
        { "services", "definition = '{}'" },
        { "articles", "title = 'Something else'" },
        { "passages", "heading = 'Something else'" },
        { "answer_proposals", "state = 'approved'" },
        { "answer_sources", "proposal_id = gen_random_uuid()" },
        { "article_uses", "decision = 'ask'" },
        { "tenant_profiles", "definition = '{}'" },
        { "team_members", "name = 'Someone else'" },
        { "human_tasks", "state = 'done'" },
        { "agent_switches", "agent_on = not agent_on" },
        { "channel_metrics", "tickets = tickets + 1" },
        { "channel_escalations", "count = count + 1" },
    };

    public async Task InitializeAsync()
    {
        if (await database.Scalar<long>("select count(*) from mt_events") == 0)
        {
            var work = new Work(database);
            await work.DefineService("pothole");
            await work.Publish("Bulky waste", "We collect sofas.");
            await work.Learn("When do you collect sofas?");
            await work.Configure("Town Hall");
            await work.Staff(await work.Serve(1));
            await work.Serve(2, "another");
            await new ChannelMetricsProjection(database.Database).Step(CancellationToken.None);
        }
    }

    public async Task DisposeAsync() =>
        (await Rebuild.Run(database.Database, new StringWriter(), CancellationToken.None)).ShouldBe(0);

    [Fact]
    public async Task Untouched_tables_are_what_the_log_says()
    {
        var (result, text) = await Run();

        result.ShouldBe(0, text);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_changed_row_is_found(string table, string change)
    {
        await database.Execute($"update {table} set {change} where ctid = (select min(ctid) from {table})");

        var (result, text) = await Run();

        result.ShouldBe(1);
        text.ShouldContain("0 missing, 0 extra, 1 differing");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_lost_row_is_found(string table, string change)
    {
        _ = change;
        await database.Execute($"delete from {table} where ctid = (select min(ctid) from {table})");

        var (result, text) = await Run();

        result.ShouldBe(1);
        text.ShouldContain("1 missing, 0 extra, 0 differing");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_too_many_is_found(string table, string change)
    {
        _ = change;
        await database.Execute(
            $"""
            create temporary table copy as select * from {table} limit 1;
            update copy set tenant_id = 'nobody';
            {(table == "tickets" ? "update copy set tracking_number = 'TKT-nobody';" : "")}
            {(table == "passages" ? "alter table copy drop column words;" : "")}
            insert into {table} {(table == "passages" ? PassageColumns : "")} select * from copy;
            drop table copy
            """);

        var (result, text) = await Run();

        result.ShouldBe(1);
        text.ShouldContain("0 missing, 1 extra, 0 differing");
    }

    /// <summary>All but the words, which the database makes itself.</summary>
    private const string PassageColumns = """
        (tenant_id, article_id, position, version, language, title, heading, text, names, valid_from, valid_to, live,
            service_code)
        """;

    [Fact]
    public void No_table_is_forgotten() =>
        Tables.Select(row => (string)row[0]).Order().ShouldBe(ShadowTables.Names.Order());

    private async Task<(int Result, string Text)> Run()
    {
        var text = new StringWriter();
        var result = await Verify.Run(database.Database, text, CancellationToken.None);
        return (result, text.ToString());
    }
}
