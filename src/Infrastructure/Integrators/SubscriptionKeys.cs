namespace CleanFte.Infrastructure.Integrators;

/// <summary>A subscription ends with the key it was made with, from the moment that is revoked or expires.</summary>
internal static class SubscriptionKeys
{
    /// <summary>Of the subscription <c>s</c>.</summary>
    public const string IsUsable = """
        not exists (select from api_keys k
            where k.tenant_id = s.tenant_id and k.id = s.key_id and (k.revoked_at is not null or k.expires_at <= now()))
        """;
}
