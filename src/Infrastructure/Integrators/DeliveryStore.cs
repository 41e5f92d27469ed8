using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <inheritdoc cref="IWebhookDeliveries"/>
internal sealed class DeliveryStore(NpgsqlDataSource database, Signals signals) : IWebhookDeliveries
{
    private const string ListSql = """
        select id, event_id, type, state, tries, last_status, last_error, created_at, last_tried_at, due, lease is not null, behind
        from webhook_deliveries where tenant_id = $1 and subscription_id = $2 and id < $3 order by id desc limit $4
        """;

    private const string ReplaySql = """
        update webhook_deliveries d set state = 0, tries = 0, first_tried_at = null, due = now(), finished_at = null
        from webhook_subscriptions s
        where d.tenant_id = $1 and d.subscription_id = $2 and d.id = $3 and d.state = 3 and s.tenant_id = d.tenant_id
            and s.id = d.subscription_id and s.disabled_at is null
        """;

    private const string StateSql = """
        select d.state, s.disabled_at is not null, s.id from webhook_deliveries d
        join webhook_subscriptions s on s.tenant_id = d.tenant_id and s.id = d.subscription_id
        where d.tenant_id = $1 and d.id = $2 and ($3::uuid is null or s.id = $3)
        """;

    private const string ReplayAllSql = """
        update webhook_deliveries set state = 0, tries = 0, first_tried_at = null, due = now(), finished_at = null
        where tenant_id = $1 and subscription_id = $2 and state = 3
        """;

    public async Task<DeliveryPage> List(
        string tenant, Guid subscription, int limit, DeliveryCursor? before, CancellationToken ct)
    {
        var found = await database.Statement(ListSql, tenant, subscription, before?.Before ?? long.MaxValue, limit + 1)
            .Rows(Read, ct);
        return found.Count > limit
            ? new DeliveryPage(found[..limit], new DeliveryCursor(found[limit - 1].Id))
            : new DeliveryPage(found, null);
    }

    public async Task<DeliveryReplay> Replay(string tenant, Guid? subscription, long id, CancellationToken ct)
    {
        switch (await database.Statement(StateSql, tenant, id, subscription)
            .Rows(r => (State: r.GetInt16(0), IsDisabled: r.GetBoolean(1), Subscription: r.GetGuid(2)), ct))
        {
            case []:
                return DeliveryReplay.Unknown;
            case [(3, true, _)]:
                return DeliveryReplay.Disabled;
            case [(3, false, var its)] when await TakeUp(ReplaySql, tenant, its, id, ct) == 1:
                return DeliveryReplay.Done;
            default:
                return DeliveryReplay.NotDead;
        }
    }

    public Task<int> ReplayAll(string tenant, Guid subscription, CancellationToken ct) =>
        TakeUp(ReplayAllSql, tenant, subscription, null, ct);

    /// <summary>How many were taken up, each in its place in its lane.</summary>
    private async Task<int> TakeUp(string sql, string tenant, Guid subscription, long? id, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(DeliveryLanes.LockSql, new() { Value = tenant }, new() { Value = subscription });
        batch.Add(sql, new() { Value = tenant }, new() { Value = subscription });
        if (id is { } one)
        {
            batch.BatchCommands[1].Parameters.Add(new() { Value = one });
        }

        batch.Add(DeliveryLanes.SettleSql, new() { Value = tenant }, new() { Value = subscription });
        await batch.ExecuteNonQueryAsync(ct);
        signals.Deliveries.Set();
        return batch.BatchCommands[1].RecordsAffected;
    }

    private static DeliveryView Read(NpgsqlDataReader r)
    {
        var state = r.GetInt16(3) switch
        {
            0 => r.GetBoolean(10) ? "sending" : "waiting",
            1 => "delivered",
            _ => "dead",
        };
        return new DeliveryView(
            r.GetInt64(0), r.GetGuid(1), r.GetString(2), state, r.GetInt16(4), r.ValueOrNull<int>(5), r.TextOrNull(6), r.Time(7),
            r.ValueOrNull<DateTimeOffset>(8), state is "waiting" && !r.GetBoolean(11) ? r.Time(9) : null);
    }
}
