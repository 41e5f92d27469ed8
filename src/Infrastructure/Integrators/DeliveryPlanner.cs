using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>
/// Looks through the log for each subscription, and writes down what is to be delivered in the commit that moves its
/// position: each event once, whichever process does it. The log is the queue; only so much of it is written down at a time.
/// </summary>
internal sealed class DeliveryPlanner(
    NpgsqlDataSource database, SettledLog settled, Signals signals, ILogger<DeliveryPlanner> log) : BackgroundService
{
    /// <summary>Deliveries of one subscription that wait at the same time; the log goes no further for it until some are made.</summary>
    public const int MaxWaiting = 5_000;

    private const int Batch = 500;

    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    /// <summary>Events that come so close together are looked through at once.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private const string AnySql = "select exists (select tenant_id from webhook_subscriptions where disabled_at is null)";

    private const string BehindSql = $"""
        select s.tenant_id, s.id from webhook_subscriptions s
        where s.disabled_at is null and {SubscriptionKeys.IsUsable} and s.position < $1
            and exists (select from mt_events e where e.tenant_id = s.tenant_id and e.seq_id > s.position and e.seq_id <= $1)
            and (select count(*) from (select from webhook_deliveries d where d.subscription_id = s.id and d.state < 1 limit $2) w)
                < $2
        order by s.position
        """;

    /// <summary>
    /// Waits for whoever has it: skipped because a delivery's result is just being written, it would be late by a poll.
    /// </summary>
    private const string ClaimSql = $"""
        select s.position, s.types from webhook_subscriptions s
        where s.tenant_id = $1 and s.id = $2 and s.disabled_at is null and {SubscriptionKeys.IsUsable} for no key update
        """;

    private const string PlanSql = """
        insert into webhook_deliveries (tenant_id, subscription_id, seq_id, event_id, type, lane, behind)
        select $1, $2, e.seq_id, e.id, n.told, e.stream_id,
            row_number() over (partition by e.stream_id order by e.seq_id) > 1 or exists (
                select from webhook_deliveries b
                where b.state < 1 and b.tenant_id = $1 and b.subscription_id = $2 and b.lane = e.stream_id)
        from (
            select seq_id, id, type, stream_id from mt_events
            where tenant_id = $1 and seq_id > $3 and seq_id <= $4 and type = any($5) order by seq_id limit $7) e
        join unnest($5::varchar[], $6::varchar[]) n (stored, told) on n.stored = e.type
        order by e.seq_id
        returning seq_id
        """;

    private const string MoveSql = "update webhook_subscriptions set position = $3 where tenant_id = $1 and id = $2";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Turn(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // No position has moved, so nothing is lost.
                log.LogError(e, "Events could not be looked through for subscriptions; trying again.");
                await signals.Subscriptions.Wait(PauseAfterError, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task Turn(CancellationToken ct)
    {
        if (!await database.Statement(AnySql).IsTrue(ct))
        {
            await signals.Subscriptions.Wait(SlowPoll, TimeProvider.System, ct);
            return;
        }

        var known = await settled.Look(ct);
        var behind = await database.Statement(BehindSql, known.End, MaxWaiting)
            .Rows(r => (Tenant: r.GetString(0), Id: r.GetGuid(1)), ct);
        var goesOn = false;
        foreach (var (tenant, id) in behind)
        {
            goesOn |= await Plan(tenant, id, known.End, ct);
        }

        if (!known.IsAll)
        {
            await Task.Delay(LogReader.Recheck, ct);
        }
        else if (!goesOn)
        {
            await signals.Subscriptions.Wait(SlowPoll, TimeProvider.System, ct);
            await Task.Delay(Gathering, ct);
        }
    }

    /// <summary>One batch for one subscription; whether there is more.</summary>
    private async Task<bool> Plan(string tenant, Guid id, long end, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var claimed = await Command(connection, ClaimSql, tenant, id).Rows(
            r => (Position: r.GetInt64(0), Types: r.GetFieldValue<string[]>(1)), ct);
        if (claimed is not [var (position, types)])
        {
            // It was disabled or removed meanwhile, or its key has ended.
            return false;
        }

        // A type that a later version dropped is told no more.
        var told = types.Length > 0 ? types.Where(PublicEvents.Types.ContainsKey).ToArray() : [.. PublicEvents.Types.Keys];
        if (position >= end)
        {
            // Another process was faster.
            return false;
        }

        var upTo = Math.Min(end, position + TenantLog.MaxSpan);
        var planned = await Command(
            connection, PlanSql, tenant, id, position, upTo, EventFeed.StoredNames(told), told, Batch).Rows(r => r.GetInt64(0), ct);
        var moved = planned.Count == Batch ? planned[^1] : upTo;
        await Command(connection, MoveSql, tenant, id, moved).Run(ct);
        await transaction.CommitAsync(ct);
        if (planned.Count > 0)
        {
            signals.Deliveries.Set();
        }

        return moved < end;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
