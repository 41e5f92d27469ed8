using CleanFte.Application.Tenants;
using CleanFte.Domain;
using Npgsql;

namespace CleanFte.Infrastructure.Tenants;

/// <inheritdoc cref="IApiKeys"/>
internal sealed class ApiKeyStore(NpgsqlDataSource database) : IApiKeys
{
    private const string Select = """
        select id, tenant_id, role, member_id, label, secret_hash, created_at, expires_at, revoked_at, personal_data
        from api_keys
        """;

    private const string Insert = """
        insert into api_keys (id, tenant_id, role, member_id, label, secret_hash, created_at, expires_at, personal_data)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string RevokeSql =
        "update api_keys set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null";

    public async Task<StoredKey?> Find(string id, CancellationToken ct) =>
        (await database.Statement($"{Select} where id = $1", id).Rows(Read, ct)).SingleOrDefault();

    public Task Create(StoredKey key, CancellationToken ct) =>
        database.Statement(
            Insert, key.Id, key.Tenant, WireName.Of(key.Role), key.Member, key.Label, key.Hash,
            key.CreatedAt.ToUniversalTime(), key.ExpiresAt?.ToUniversalTime(), key.MayReadPersonalData).Run(ct);

    public async Task<IReadOnlyList<StoredKey>> List(string tenant, CancellationToken ct) =>
        await database.Statement($"{Select} where tenant_id = $1 order by created_at desc, id", tenant).Rows(Read, ct);

    public Task Revoke(string tenant, string id, DateTimeOffset now, CancellationToken ct) =>
        database.Statement(RevokeSql, tenant, id, now.ToUniversalTime()).Run(ct);

    private static StoredKey Read(NpgsqlDataReader r) => new(
        r.GetString(0),
        r.GetString(1),
        WireName.Parse<ApiRole>(r.GetString(2)),
        r.ValueOrNull<Guid>(3),
        r.GetString(4),
        r.GetFieldValue<byte[]>(5),
        r.Time(6),
        r.ValueOrNull<DateTimeOffset>(7),
        r.ValueOrNull<DateTimeOffset>(8),
        r.GetBoolean(9));
}
