using System.Diagnostics;
using CleanFte.Application.Metrics;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Metrics;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.EventStore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Integration.Projections;

public sealed class ChannelMetricsTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const int Cases = 60;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task InitializeAsync()
    {
        await database.Execute(
            "truncate mt_events, mt_streams, channel_metrics, channel_escalations, tickets, conversations, messages, "
            + "deliveries, customers, customer_identifiers, media; delete from mt_event_progression");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Two_daemons_and_a_killed_connection_count_every_event_once()
    {
        var work = new Work(database);

        // Connections of their own: killing one that the writers share would test the writers.
        await using var connections = Infrastructure.Database.Open(database.ConnectionString);
        var (one, other) = (Daemon(work, connections), Daemon(work, connections));
        await one.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        for (var i = 0; i < Cases; i++)
        {
            await work.Serve(i);
            if (i % 10 == 5)
            {
                await KillTheCounter();
            }
        }

        await Until(async () => await Position() == await work.LastSequence());
        await one.StopAsync(CancellationToken.None);
        await other.StopAsync(CancellationToken.None);

        (await database.Lines(
            """
            select sum(conversations_opened), sum(handovers), sum(messages_in), sum(messages_out), sum(tickets),
                sum(sentiment_count), sum(latency_count) from channel_metrics
            """)).ShouldBe(["60|60|60|60|60|60|60"]);
        (await database.Lines("select reason, sum(count) from channel_escalations group by 1")).ShouldBe(["legal|60"]);
        var progress = new StringWriter();
        (await Verify.Run(database.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
    }

    [Fact]
    public async Task Metrics_in_any_batches_equal_a_recount()
    {
        await database.Execute("truncate mt_events, mt_streams");
        await LogGenerator.Fill(database.Database, 6_000, seed: 7);
        await Count();
        var counted = await Counted();

        (await Rebuild.Run(database.Database, new StringWriter(), CancellationToken.None)).ShouldBe(0);

        counted.ShouldNotBeEmpty();
        (await Counted()).ShouldBe(counted);
    }

    [Fact]
    public async Task The_query_shows_sums_rates_and_percentiles_of_one_tenant()
    {
        var work = new Work(database);
        for (var i = 0; i < 40; i++)
        {
            await work.Serve(i);
        }

        await work.Serve(41, "another");
        await Count();
        var queries = new MetricsQueries(database.Database);

        var all = await queries.Channels("default", Work.Monday, Work.Monday.AddDays(1), MetricsBucket.All, default);
        var hours = await queries.Channels("default", Work.Monday, Work.Monday.AddDays(1), MetricsBucket.Hour, default);
        var days = await queries.Channels("default", Work.Monday, Work.Monday.AddDays(1), MetricsBucket.Day, default);

        all.Position.ShouldBe(await work.LastSequence());
        all.At.ShouldNotBeNull();
        var sum = all.Rows.ShouldHaveSingleItem();
        sum.Channel.ShouldBe(Channel.Whatsapp);
        sum.ConversationsOpened.ShouldBe(40);
        sum.Escalations["legal"].ShouldBe(40);
        sum.LatencyCount.ShouldBe(40);
        sum.LatencyHistogram.Sum().ShouldBe(40);
        sum.LatencyMaxMs.ShouldBe(79);
        hours.Rows.Select(r => (r.Bucket, r.ConversationsOpened)).ShouldBe(
            [(Work.Monday.AddMinutes(-30), 30), (Work.Monday.AddMinutes(30), 10)]);
        days.Rows.ShouldHaveSingleItem().Bucket.ShouldBe(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
    }

    private async Task Count()
    {
        var projection = new ChannelMetricsProjection(database.Database);
        while ((await projection.Step(CancellationToken.None)).Events > 0)
        {
        }
    }

    private async Task<List<string>> Counted() =>
    [
        .. await database.Lines(
            "select m.*, array_to_string(latency_histogram, ',') from channel_metrics m order by tenant_id, channel, bucket"),
        .. await database.Lines("select * from channel_escalations order by 1, 2, 3, 4"),
    ];

    private static ProjectionDaemon Daemon(Work work, NpgsqlDataSource connections) => new(
        new ChannelMetricsProjection(connections),
        work.Signals,
        new ProjectionHealth(TimeProvider.System),
        TimeProvider.System,
        NullLogger<ProjectionDaemon>.Instance);

    /// <summary>Ends whichever connection is counting at the moment, if one is.</summary>
    private async Task KillTheCounter()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var kill = new NpgsqlCommand(
            """
            select pg_terminate_backend(pid) from pg_locks where relation = 'mt_event_progression'::regclass
                and mode in ('RowShareLock', 'RowExclusiveLock') and pid <> pg_backend_pid()
            """,
            connection);
        await kill.ExecuteNonQueryAsync();
    }

    private Task<long> Position() => database.Scalar<long>(
        "select coalesce((select last_seq_id from mt_event_progression where name = 'channel_metrics'), 0)");

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            watch.Elapsed.ShouldBeLessThan(Limit, "the daemons do not catch up");
            await Task.Delay(20);
        }
    }
}
