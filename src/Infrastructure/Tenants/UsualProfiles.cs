using CleanFte.Application.Tenants;
using CleanFte.Domain.Tenants;

namespace CleanFte.Infrastructure.Tenants;

internal sealed class UsualProfiles : ITenantProfiles
{
    private static readonly TenantProfile Usual = TenantProfile.Default("Town hall");

    public ValueTask<TenantProfile> Of(string tenant, CancellationToken ct) => new(Usual);

    public Task<IReadOnlyList<SampleTicket>> Samples(string tenant, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SampleTicket>>([]);

    public void Invalidate(string tenant)
    {
    }
}
