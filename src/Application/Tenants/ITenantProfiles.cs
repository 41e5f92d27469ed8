using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Tenants;

/// <summary>What makes each tenant, kept in memory.</summary>
public interface ITenantProfiles
{
    /// <summary>A tenant's profile, the usual one where he was given none; may be 30 s old.</summary>
    ValueTask<TenantProfile> Of(string tenant, CancellationToken ct);

    /// <summary>His sample tickets, in their order; never from memory.</summary>
    Task<IReadOnlyList<SampleTicket>> Samples(string tenant, CancellationToken ct);

    /// <summary>The tenant's next question is answered from the database.</summary>
    void Invalidate(string tenant);
}
