namespace CleanFte.Application.Tenants;

/// <summary>The keys that integrators, staff and machines identify themselves with.</summary>
public interface IApiKeys
{
    /// <summary>
    /// A key by its id, revoked and expired ones too. The one look-up that finds a tenant instead of needing it.
    /// </summary>
    Task<StoredKey?> Find(string id, CancellationToken ct);

    Task Create(StoredKey key, CancellationToken ct);

    /// <summary>A tenant's keys, newest first.</summary>
    Task<IReadOnlyList<StoredKey>> List(string tenant, CancellationToken ct);

    /// <summary>Ends a key now; one that was revoked before keeps its date.</summary>
    Task Revoke(string tenant, string id, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Member">The team member who acts with it, or null.</param>
/// <param name="MayReadPersonalData">Whether events are told it with what identifies people.</param>
/// <param name="Hash">See <see cref="ApiKey.Hash"/>.</param>
public sealed record StoredKey(
    string Id,
    string Tenant,
    ApiRole Role,
    Guid? Member,
    string Label,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    bool MayReadPersonalData = false)
{
    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);
}
