using CleanFte.Application.Ports;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <inheritdoc cref="IIdempotency"/>
internal sealed class IdempotencyStore(NpgsqlDataSource database) : IIdempotency
{
    private const string FindSql = """
        select scope, key, body_hash, status, location, body, created_at > now() - interval '24 hours'
        from idempotency_keys where tenant_id = $1 and scope = $2 and key = $3
        """;

    private const string FreeSql = """
        delete from idempotency_keys
        where tenant_id = $1 and scope = $2 and key = $3 and created_at <= now() - interval '24 hours'
        """;

    public async Task<IdempotentAnswer?> Find(string tenant, string scope, string key, CancellationToken ct)
    {
        var (answer, valid) = (await database.Statement(FindSql, tenant, scope, key).Rows(Read, ct)).SingleOrDefault();
        if (answer is null || valid)
        {
            return answer is { Status: IdempotentAnswer.Gone } ? throw new AnswerErasedException() : answer;
        }

        // The key may be used again from now on, not only after the hourly sweep.
        await database.Statement(FreeSql, tenant, scope, key).Run(ct);
        return null;
    }

    private static (IdempotentAnswer Answer, bool Valid) Read(NpgsqlDataReader r) => (
        new IdempotentAnswer(
            r.GetString(0), r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetInt32(3), r.TextOrNull(4),
            r.GetFieldValue<byte[]>(5)),
        r.GetBoolean(6));
}
