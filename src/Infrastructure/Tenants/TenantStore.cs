using CleanFte.Application.Tenants;
using Npgsql;

namespace CleanFte.Infrastructure.Tenants;

/// <inheritdoc cref="ITenants"/>
internal sealed class TenantStore : ITenants
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly NpgsqlDataSource _database;
    private readonly Refreshed<Known> _known;

    public TenantStore(NpgsqlDataSource database, TimeProvider clock)
    {
        _database = database;
        _known = new Refreshed<Known>(MaxAge, clock, _ => Read());
    }

    public async ValueTask<IReadOnlyList<Tenant>> List(CancellationToken ct) => (await _known.Get(ct)).All;

    public async ValueTask<Tenant?> Find(string id, CancellationToken ct) =>
        (await _known.Get(ct)).ById.GetValueOrDefault(id);

    public async ValueTask<Tenant?> FindByHost(string host, CancellationToken ct) =>
        (await _known.Get(ct)).ByHost.GetValueOrDefault(host.TrimEnd('.'));

    public async Task<bool> Create(Tenant tenant, CancellationToken ct)
    {
        var created = await _database.Statement(
            "insert into tenants (id, name, host, created_at) values ($1, $2, $3, $4) on conflict do nothing",
            tenant.Id, tenant.Name, tenant.Host, tenant.CreatedAt.ToUniversalTime()).Run(ct);
        Invalidate();
        return created == 1;
    }

    public void Invalidate() => _known.Invalidate();

    private async Task<Known> Read() => new(await _database
        .Statement("select id, name, host, created_at from tenants order by id")
        .Rows(r => new Tenant(r.GetString(0), r.GetString(1), r.TextOrNull(2), r.Time(3)), CancellationToken.None));

    private sealed class Known(IReadOnlyList<Tenant> all)
    {
        public IReadOnlyList<Tenant> All => all;

        public Dictionary<string, Tenant> ById { get; } = all.ToDictionary(t => t.Id);

        public Dictionary<string, Tenant> ByHost { get; } =
            all.Where(t => t.Host is not null).ToDictionary(t => t.Host!, StringComparer.OrdinalIgnoreCase);
    }
}
