using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Tenants;

/// <summary>What each tenant was given besides his catalogue and his knowledge.</summary>
public interface ITenantProfiles
{
    /// <summary>The tenant's profile, or <see cref="TenantProfile.Default"/>; may be 30 s old.</summary>
    ValueTask<TenantProfile> Of(string tenant, CancellationToken ct);

    /// <summary>What the tenant was given, or null where that is nothing; never from memory.</summary>
    Task<ConfiguredTenant?> Find(string tenant, CancellationToken ct);

    /// <summary>The tenant's sample tickets; never from memory.</summary>
    Task<IReadOnlyList<SampleTicket>> Samples(string tenant, CancellationToken ct);

    /// <summary>The tenant's next question is answered from the database.</summary>
    void Invalidate(string tenant);
}
