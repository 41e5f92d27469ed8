namespace CleanFte.Infrastructure.Integrators;

/// <summary>
/// Which delivery is first in its lane: only that one is in the index of what is due, whatever waits behind it. Whoever puts one in,
/// ends one or takes one up again locks the subscription first, so that nothing is put behind what has just ended.
/// </summary>
internal static class DeliveryLanes
{
    /// <summary>Parameters: the tenant, the subscription.</summary>
    public const string LockSql =
        "select from webhook_subscriptions where tenant_id = $1 and id = $2 for no key update";

    /// <summary>After the first one ended. Parameters: the tenant, the subscription, the lane.</summary>
    public const string NextSql = """
        update webhook_deliveries set behind = false
        where behind and tenant_id = $1 and id = (
            select id from webhook_deliveries
            where state < 1 and tenant_id = $1 and subscription_id = $2 and lane = $3 order by id limit 1)
        """;

    /// <summary>After some were taken up again, wherever they stood. Parameters: the tenant, the subscription.</summary>
    public const string SettleSql = """
        update webhook_deliveries d set behind = r.behind
        from (
            select id, row_number() over (partition by lane order by id) > 1 as behind
            from webhook_deliveries where state < 1 and tenant_id = $1 and subscription_id = $2) r
        where d.tenant_id = $1 and d.id = r.id and d.behind <> r.behind
        """;

    /// <summary>A process of a version that knew nothing of this has ended some, and is gone.</summary>
    public const string MendSql = """
        update webhook_deliveries d set behind = false
        where d.state < 1 and d.behind and not exists (
            select from webhook_deliveries b
            where b.state < 1 and b.tenant_id = d.tenant_id and b.subscription_id = d.subscription_id and b.lane = d.lane
                and b.id < d.id)
        """;
}
