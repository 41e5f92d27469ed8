using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Integrators;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Frees what dead processes held, and removes what the horizon has passed.</summary>
internal sealed class Housekeeping(
    NpgsqlDataSource database, Instance instance, InboxQueue inbox, OutboxQueue outbox, DeliveryQueue deliveries, Archive archive,
    Signals signals, ILogger<Housekeeping> log)
    : BackgroundService
{
    /// <summary>How soon the death of another process, or the end of a lease, is noticed.</summary>
    private static readonly TimeSpan ReapInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a finished row is kept so that a late repeat of its message is recognised: providers repeat for seven
    /// days.
    /// </summary>
    private const int HorizonDays = 8;

    private const int SweepBatch = 5_000;

    private const string SweepInbox = """
        with old as materialized (
            select e.id from inbox_elements e
            where e.received_at < now() - make_interval(days => $1)
                and exists (select from inbox i where i.id = e.id and i.tenant_id = e.tenant_id and i.state in (1, 2))
            order by e.received_at limit $2),
        elements as (delete from inbox_elements where id = any (array(select id from old))),
        gone as (
            delete from inbox where id = any (array(select id from old)) returning tenant_id, channel, state)
        insert into inbox_totals (tenant_id, channel, state, removed)
        select tenant_id, channel, state, count(*) from gone group by tenant_id, channel, state
        on conflict (tenant_id, channel, state) do update set removed = inbox_totals.removed + excluded.removed
        """;

    /// <summary>Idempotency keys are kept for a day.</summary>
    private const string SweepKeys = "delete from idempotency_keys where created_at < now() - interval '24 hours'";

    /// <summary>One-time codes are kept as long as they count against the limits.</summary>
    private const string SweepCodes = "delete from verifications where created_at < now() - interval '24 hours'";

    /// <summary>How long deliveries to subscriptions are shown that were made, and that were given up.</summary>
    private const int DeliveredDays = 7;

    private const int DeadDays = 90;

    private const string SweepDeliveries = """
        delete from webhook_deliveries where id = any (array(
            select id from webhook_deliveries
            where finished_at is not null
                and finished_at < now() - make_interval(days => case when state = 1 then $1 else $2 end)
            order by finished_at limit $3))
        """;

    /// <summary>
    /// Tables that have doubled since the planner last looked at them. PostgreSQL's own look comes a minute later at
    /// best, and a new installation is planned for empty tables until then.
    /// </summary>
    private const string Doubled = """
        select format('%I.%I', s.schemaname, s.relname)
        from pg_stat_user_tables s join pg_class c on c.oid = s.relid
        where s.n_mod_since_analyze > 500 and s.n_mod_since_analyze > c.reltuples
        """;

    /// <summary>What PostgreSQL itself pauses when it looks in the background.</summary>
    private static readonly TimeSpan AnalyzePause = TimeSpan.FromMilliseconds(2);

    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReapInterval);
        do
        {
            try
            {
                await Reap(stoppingToken);
                await Analyze(stoppingToken);
                if (DateTimeOffset.UtcNow >= _nextSweep)
                {
                    await Sweep(stoppingToken);
                    await archive.Sweep(stoppingToken);
                    _nextSweep = DateTimeOffset.UtcNow + SweepInterval;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                log.LogWarning("Housekeeping could not reach the database ({Reason}); trying again.", e.Message);
            }
        }
        while (await Next(timer, stoppingToken));
    }

    /// <summary>Removes finished rows beyond the horizon, counted into the totals in the same transaction.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        int removed;
        do
        {
            await using var command = database.CreateCommand(SweepInbox);
            command.Parameters.Add(new NpgsqlParameter { Value = HorizonDays });
            command.Parameters.Add(new NpgsqlParameter { Value = SweepBatch });
            removed = await command.ExecuteNonQueryAsync(ct);
        }
        while (removed > 0);

        await using var keys = database.CreateCommand(SweepKeys);
        await keys.ExecuteNonQueryAsync(ct);
        await using var codes = database.CreateCommand(SweepCodes);
        await codes.ExecuteNonQueryAsync(ct);
        while (await database.Statement(SweepDeliveries, DeliveredDays, DeadDays, SweepBatch).Run(ct) > 0)
        {
            // Until none is left.
        }
    }

    private async Task Analyze(CancellationToken ct)
    {
        var tables = await database.Statement(Doubled).Rows(r => r.GetString(0), ct);
        foreach (var table in tables)
        {
            // In small steps: on two cores a whole table's look at once is felt by every message.
            await using var analyze = database.CreateBatch();
            analyze.BatchCommands.Add(new("begin"));
            analyze.BatchCommands.Add(new($"set local vacuum_cost_delay = '{AnalyzePause.TotalMilliseconds}ms'"));
            analyze.BatchCommands.Add(new($"analyze {table}"));
            analyze.BatchCommands.Add(new("commit"));
            await analyze.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task Reap(CancellationToken ct)
    {
        var dead = await instance.TakeDead(ct);
        var received = await inbox.Reap(dead, ct);
        var sending = await outbox.Reap(dead, ct);
        if (await deliveries.Reap(dead, ct) > 0)
        {
            signals.Deliveries.Set();
        }

        if (await outbox.ReleaseOverdue(ct) > 0)
        {
            signals.Wake(Topic.Outbox);
        }

        if (received + sending > 0)
        {
            log.LogWarning(
                "{Received} rows and {Sending} sends were left by workers that are gone; they are taken up again.",
                received, sending);
            signals.Wake(Topic.Inbox | Topic.Outbox);
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
