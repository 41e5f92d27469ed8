using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.EventStore;

namespace CleanFte.Integration.Projections;

public sealed class RebuildTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task Tables_rebuilt_while_writers_go_on_are_what_the_log_says()
    {
        await LogGenerator.Fill(database.Database, 20_000, seed: 3);
        (await Rebuild.Run(database.Database, new StringWriter(), CancellationToken.None)).ShouldBe(0);
        await database.Execute("grant select on tickets to public");
        var shape = await Shape();
        var work = new Work(database);
        using var stop = new CancellationTokenSource();
        var served = 100_000;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(Write)).ToArray();
        var counting = Task.Run(Count);

        var progress = new StringWriter();
        var before = await work.LastSequence();
        var result = await Rebuild.Run(database.Database, progress, CancellationToken.None);
        var after = await work.LastSequence();
        await stop.CancelAsync();
        await Task.WhenAll([.. writers, counting]);

        result.ShouldBe(0, progress.ToString());
        after.ShouldBeGreaterThan(before, "the writers must have gone on meanwhile");
        (await Verify.Run(database.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
        (await Shape()).ShouldBe(shape);

        async Task Write()
        {
            while (!stop.IsCancellationRequested)
            {
                await work.Serve(Interlocked.Increment(ref served));
            }
        }

        async Task Count()
        {
            var projection = new ChannelMetricsProjection(database.Database);
            while (!stop.IsCancellationRequested)
            {
                await projection.Step(CancellationToken.None);
            }
        }
    }

    /// <summary>Everything that must have the same name and definition after a swap.</summary>
    private async Task<List<string>> Shape() =>
    [
        .. await database.Lines(
            """
            select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
            where table_schema = 'public' order by table_name, ordinal_position
            """),
        .. await database.Lines("select indexdef from pg_indexes where schemaname = 'public' order by 1"),
        .. await database.Lines(
            """
            select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
            where conrelid <> 0 order by 1, 2
            """),
        .. await database.Lines(
            """
            select table_name, grantee, privilege_type from information_schema.role_table_grants
            where table_schema = 'public' order by 1, 2, 3
            """),
    ];
}
