using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <inheritdoc cref="IWebhookDeliveries"/>
internal sealed class DeliveryStore(NpgsqlDataSource database, Signals signals) : IWebhookDeliveries
{
    private const string ListSql = """
        select id, event_id, type, state, tries, last_status, last_error, created_at, last_tried_at, due, lease is not null
        from webhook_deliveries where tenant_id = $1 and subscription_id = $2 and id < $3 order by id desc limit $4
        """;

    private const string ReplaySql = """
        update webhook_deliveries d set state = 0, tries = 0, first_tried_at = null, due = now(), finished_at = null
        from webhook_subscriptions s
        where d.tenant_id = $1 and d.id = $2 and d.state = 3 and s.tenant_id = d.tenant_id and s.id = d.subscription_id
            and s.disabled_at is null and ($3::uuid is null or s.id = $3)
        """;

    private const string StateSql = """
        select d.state, s.disabled_at is not null from webhook_deliveries d
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
        if (await database.Statement(ReplaySql, tenant, id, subscription).Run(ct) == 1)
        {
            signals.Deliveries.Set();
            return DeliveryReplay.Done;
        }

        return await database.Statement(StateSql, tenant, id, subscription).Rows(r => (r.GetInt16(0), r.GetBoolean(1)), ct) switch
        {
            [(3, true)] => DeliveryReplay.Disabled,
            [_] => DeliveryReplay.NotDead,
            _ => DeliveryReplay.Unknown,
        };
    }

    public async Task<int> ReplayAll(string tenant, Guid subscription, CancellationToken ct)
    {
        var count = await database.Statement(ReplayAllSql, tenant, subscription).Run(ct);
        signals.Deliveries.Set();
        return count;
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
            r.ValueOrNull<DateTimeOffset>(8), state is "waiting" ? r.Time(9) : null);
    }
}
