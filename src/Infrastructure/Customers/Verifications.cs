using CleanFte.Application.Customers;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using Npgsql;

namespace CleanFte.Infrastructure.Customers;

/// <inheritdoc cref="IVerifications"/>
internal sealed class Verifications(NpgsqlDataSource database) : IVerifications
{
    /// <summary>Whoever asks for the same address or customer at once waits for the other, so that both are counted.</summary>
    private const string LockSql = """
        select pg_advisory_xact_lock(hashtextextended(k, 0))
        from (select folded_address(f) as k from unnest($1::varchar[]) f) l order by k
        """;

    private const string KeepSql = """
        insert into verifications (tenant_id, id, customer_id, kind, value, code_hash, created_at, expires_at)
        select $1, $2, $3, $4, $5, $6, $7, $8
        where (select count(*) from verifications where tenant_id = $1 and customer_id = $3 and created_at > $9) < $10
            and (select count(*) from verifications
                where tenant_id = $1 and kind = $4 and folded_address(value) = folded_address($5) and created_at > $11) < $12
        """;

    /// <summary>When the oldest of those that are too many for the hour, and for the day, count no more.</summary>
    private const string FullUntilSql = """
        select greatest(
            (select created_at + $5 from verifications where tenant_id = $1 and customer_id = $2 and created_at > $6
                order by created_at desc offset $7 limit 1),
            (select created_at + $8 from verifications
                where tenant_id = $1 and kind = $3 and folded_address(value) = folded_address($4) and created_at > $9
                order by created_at desc offset $10 limit 1))
        """;

    private const string TrySql = """
        update verifications set tries = tries + 1
        where tenant_id = $1 and id = $2 and customer_id = $3 and not used and tries < $4 and expires_at > $5
        returning kind, value, code_hash, tries
        """;

    private const string GiveBackSql =
        "update verifications set tries = tries - 1 where tenant_id = $1 and id = $2 and tries > 0";

    private const string DropSql = "delete from verifications where tenant_id = $1 and id = $2";

    private const string UseSql = "update verifications set used = true where tenant_id = $1 and id = $2";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<TimeSpan?> Keep(
        string tenant, Guid verification, Guid customer, Identifier claim, byte[] hash, DateTimeOffset now, CancellationToken ct)
    {
        var at = now.ToUniversalTime();
        var kind = WireName.Of(claim.Kind);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand(LockSql, connection)
        {
            Parameters = { new() { Value = new[] { $"{tenant} {customer:N}", $"{tenant} {kind} {claim.Value}" } } },
        })
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        await using var keep = new NpgsqlCommand(KeepSql, connection);
        keep.Parameters.AddRange(Array.ConvertAll(
            new object[]
            {
                tenant, verification, customer, kind, claim.Value, hash, at, at + OneTimeCode.Lifetime, at - Hour,
                OneTimeCode.MaxAnHour, at - Day, OneTimeCode.MaxADay,
            },
            value => new NpgsqlParameter { Value = value }));
        var kept = await keep.ExecuteNonQueryAsync(ct) == 1;
        await transaction.CommitAsync(ct);
        return kept ? null : await FullUntil(tenant, customer, claim, at, ct) - now;
    }

    /// <summary>What was counted may have been dropped since; then it is now.</summary>
    private async Task<DateTimeOffset> FullUntil(
        string tenant, Guid customer, Identifier claim, DateTimeOffset at, CancellationToken ct) =>
        (await database.Statement(
            FullUntilSql, tenant, customer, WireName.Of(claim.Kind), claim.Value, Hour, at - Hour, OneTimeCode.MaxAnHour - 1,
            Day, at - Day, OneTimeCode.MaxADay - 1).Rows(r => r.ValueOrNull<DateTimeOffset>(0), ct)).Single() ?? at;

    public async Task<TriedVerification?> Try(
        string tenant, Guid verification, Guid customer, DateTimeOffset now, CancellationToken ct) =>
        (await database.Statement(TrySql, tenant, verification, customer, OneTimeCode.MaxTries, now.ToUniversalTime()).Rows(
            r => new TriedVerification(
                new Identifier(WireName.Parse<IdentifierKind>(r.GetString(0)), r.GetString(1), Verification.Claimed),
                r.GetFieldValue<byte[]>(2), OneTimeCode.MaxTries - r.GetInt16(3)),
            ct)).SingleOrDefault();

    public Task Drop(string tenant, Guid verification, CancellationToken ct) =>
        database.Statement(DropSql, tenant, verification).Run(ct);

    public Task GiveBack(string tenant, Guid verification, CancellationToken ct) =>
        database.Statement(GiveBackSql, tenant, verification).Run(ct);

    public Task Use(string tenant, Guid verification, CancellationToken ct) =>
        database.Statement(UseSql, tenant, verification).Run(ct);
}
