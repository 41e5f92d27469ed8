using System.Collections.Concurrent;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Tenants;
using Npgsql;

namespace CleanFte.Infrastructure.Tenants;

/// <inheritdoc cref="ITenantProfiles"/>
internal sealed class TenantProfileStore(NpgsqlDataSource database, ITenants tenants, TimeProvider clock)
    : ITenantProfiles
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Refreshed<TenantProfile>> _read = new();

    public ValueTask<TenantProfile> Of(string tenant, CancellationToken ct) => OfTenant(tenant).Get(ct);

    public async Task<ConfiguredTenant?> Find(string tenant, CancellationToken ct) =>
        (await database
            .Statement("select definition::text, samples::text from tenant_profiles where tenant_id = $1", tenant)
            .Rows(r => new ConfiguredTenant(Profile(r.TextOrNull(0)), Tickets(r.GetString(1))), ct)).SingleOrDefault();

    public async Task<IReadOnlyList<SampleTicket>> Samples(string tenant, CancellationToken ct) =>
        (await Find(tenant, ct))?.Samples ?? [];

    public void Invalidate(string tenant) => OfTenant(tenant).Invalidate();

    private Refreshed<TenantProfile> OfTenant(string tenant) =>
        _read.GetOrAdd(tenant, t => new Refreshed<TenantProfile>(MaxAge, clock, _ => Load(t)));

    private async Task<TenantProfile> Load(string tenant) =>
        (await Find(tenant, CancellationToken.None))?.Profile
        ?? TenantProfile.Default((await tenants.Find(tenant, CancellationToken.None))?.Name ?? tenant);

    private static TenantProfile? Profile(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, TenantJson.Default.TenantProfile);

    private static IReadOnlyList<SampleTicket> Tickets(string json) =>
        JsonSerializer.Deserialize(json, TenantJson.Default.IReadOnlyListSampleTicket)!;
}
