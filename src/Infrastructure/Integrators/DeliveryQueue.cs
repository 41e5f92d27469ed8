using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>
/// Hands out deliveries: the first of each lane, many lanes at once, and of each subscription only so many. What is handed
/// out is leased; whoever lost his lease changes nothing any more.
/// </summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database, Instance instance)
{
    /// <summary>Requests that one receiver has to bear at the same time, from all processes together.</summary>
    public const int MaxOfSubscription = 8;

    /// <summary>Requests of one tenant, from all processes together: a quarter of one process's places.</summary>
    public const int MaxOfTenant = DeliveryWorker.Places / 4;

    /// <summary>Longer than a request may take.</summary>
    public static readonly TimeSpan Lease = WebhookClient.Timeout * 3;

    /// <summary>Claims take turns, so that each sees what the others have taken.</summary>
    private const long ClaimLock = 0x436C65616E486F6F;

    /// <summary>
    /// Turns go round: a place counts what is under way already, of the subscription and then of its tenant, so that who has
    /// little under way comes before who has much, however long that has waited.
    /// </summary>
    private const string ClaimSql = $"""
        with flying as materialized (
            select tenant_id, subscription_id, count(*) as flying, sum(count(*)) over (partition by tenant_id) as of_tenant
            from webhook_deliveries where state = 0 and lease is not null group by tenant_id, subscription_id),
        open as materialized (
            select s.tenant_id, s.id, coalesce(f.flying, 0) as flying,
                case when s.failing_since is null then $2 else 1 end - coalesce(f.flying, 0) as room
            from webhook_subscriptions s
            left join flying f on f.tenant_id = s.tenant_id and f.subscription_id = s.id
            where s.disabled_at is null and {SubscriptionKeys.IsUsable} and exists (
                select from webhook_deliveries w
                where w.subscription_id = s.id and w.state = 0 and w.lease is null and not w.behind and w.due <= now())),
        heads as materialized (
            select d.id, o.tenant_id, row_number() over (partition by o.id order by d.due, d.id) + o.flying as place, d.due
            from open o cross join lateral (
                select h.id, h.due from webhook_deliveries h
                where h.subscription_id = o.id and h.state = 0 and h.lease is null and not h.behind and h.due <= now()
                    and h.id = (
                        select b.id from webhook_deliveries b
                        where b.state < 1 and b.subscription_id = h.subscription_id and b.lane = h.lane order by b.id limit 1)
                order by h.due, h.id limit greatest(o.room, 0)) d),
        shares as materialized (
            select id, due, row_number() over (partition by tenant_id order by place, due, id) + coalesce((
                select f.of_tenant from flying f where f.tenant_id = heads.tenant_id limit 1), 0) as share
            from heads),
        chosen as materialized (select id from shares where share <= $6 order by share, due limit $1)
        update webhook_deliveries d set lease = $3, owner = $4, lease_until = now() + $5
        from webhook_subscriptions s
        where d.id = any (array(select id from chosen)) and d.state = 0 and d.lease is null
            and s.tenant_id = d.tenant_id and s.id = d.subscription_id
        returning d.id, d.tenant_id, d.subscription_id, d.seq_id, d.event_id, d.lane, d.tries,
            coalesce(d.first_tried_at, now()), s.url, s.secret, case when s.previous_until > now() then s.previous_secret end,
            s.personal_data
        """;

    private const string HandBackSql =
        "update webhook_deliveries set lease = null, owner = null, lease_until = null where owner = $1 and state = 0";

    private const string ReapSql = """
        update webhook_deliveries set lease = null, owner = null, lease_until = null
        where state = 0 and lease is not null and (lease_until <= now() or owner = any($1))
        """;

    public async Task<IReadOnlyList<ClaimedDelivery>> Claim(int places, CancellationToken ct)
    {
        var lease = instance.NextLease();
        await using var batch = database.CreateBatch();
        batch.Add("select pg_advisory_xact_lock($1)", new NpgsqlParameter { Value = ClaimLock });
        batch.Add(
            ClaimSql,
            Array.ConvertAll(
                new object[] { places, (long)MaxOfSubscription, lease, instance.Id, Lease, (long)MaxOfTenant },
                v => new NpgsqlParameter { Value = v }));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var claimed = new List<ClaimedDelivery>();
        while (await reader.ReadAsync(ct))
        {
            claimed.Add(new ClaimedDelivery(
                reader.GetInt64(0), reader.GetString(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetGuid(4),
                reader.GetGuid(5), lease, reader.GetInt16(6), reader.Time(7), new Uri(reader.GetString(8)),
                reader.GetFieldValue<byte[]>(9), reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10), reader.GetBoolean(11)));
        }

        return claimed;
    }

    /// <summary>Gives back what is still claimed at shutdown: it is sent again under the same id.</summary>
    public Task<int> HandBack(CancellationToken ct) => database.Statement(HandBackSql, instance.Id).Run(ct);

    /// <summary>Frees what processes that are gone were sending, or left waiting behind nothing.</summary>
    public async Task<int> Reap(int[] deadInstances, CancellationToken ct)
    {
        var mended = deadInstances.Length > 0 ? await database.Statement(DeliveryLanes.MendSql).Run(ct) : 0;
        return mended + await database.Statement(ReapSql, deadInstances).Run(ct);
    }
}

/// <summary>A delivery under its lease.</summary>
/// <param name="Tries">Failed ones so far.</param>
internal sealed record ClaimedDelivery(
    long Id, string Tenant, Guid Subscription, long Sequence, Guid Event, Guid Lane, long Lease, int Tries,
    DateTimeOffset FirstTriedAt, Uri Url, byte[] Secret, byte[]? PreviousSecret, bool WithPersonal);
