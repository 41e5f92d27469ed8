using System.Security.Cryptography;
using CleanFte.Application.Tenants;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanFte.Infrastructure.Tenants;

/// <summary>
/// The first operator key, without which nobody could make another: the configured one, of any spelling, or one that is
/// drawn and left in a file only its owner can read.
/// </summary>
public sealed class BootstrapKey
{
    public const string Setting = "ApiKeys:Bootstrap";

    /// <summary>The row of the configured key; no drawn id is so short.</summary>
    internal const string Id = "bootstrap";

    private const int MinLength = 20;

    /// <summary>Processes that start at once must not each draw a key: the file would name only one of them.</summary>
    private const long Lock = 0x436C65616E6B6579;

    /// <summary>
    /// A key that was revoked stays revoked until another one is configured: a restart must not bring it back.
    /// </summary>
    private const string Upsert = """
        insert into api_keys (id, tenant_id, role, label, secret_hash) values ($1, $2, 'operator', $3, $4)
        on conflict (id) do update set secret_hash = excluded.secret_hash, expires_at = null,
            revoked_at = case when api_keys.secret_hash = excluded.secret_hash then api_keys.revoked_at end
        """;

    private const string AnyOperator = """
        select exists (select tenant_id from api_keys
            where role = 'operator' and revoked_at is null and (expires_at is null or expires_at > now()))
        """;

    private static readonly string TooShort =
        $"ApiKeys__Bootstrap is too short: set it to {MinLength} characters or more, or leave it unset.";

    private readonly NpgsqlDataSource _database;
    private readonly byte[]? _configured;

    public BootstrapKey(NpgsqlDataSource database, IConfiguration configuration)
    {
        _database = database;
        if (configuration[Setting] is { Length: > 0 } key)
        {
            _configured = key.Length >= MinLength
                ? ApiKey.Hash(key)
                : throw new InvalidOperationException(TooShort);
        }
    }

    /// <summary>What is wrong with the configured key, if anything.</summary>
    public static IEnumerable<string> Validate(string? configured) =>
        configured is { Length: > 0 and < MinLength } ? [TooShort] : [];

    /// <summary>Whether it is the configured key; in constant time.</summary>
    internal bool IsConfigured(string key) =>
        _configured is not null && CryptographicOperations.FixedTimeEquals(_configured, ApiKey.Hash(key));

    /// <summary>
    /// Makes sure that an operator key exists. The file's path when one was drawn, to be told to whoever starts.
    /// </summary>
    /// <param name="file">Where a drawn key is left; replaced if it holds an older one.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<string?> Ensure(string file, CancellationToken ct)
    {
        if (_configured is not null)
        {
            await _database.Statement(Upsert, Id, ITenants.Default, "ApiKeys__Bootstrap", _configured).Run(ct);
            return null;
        }

        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var gate = new NpgsqlCommand($"select pg_advisory_xact_lock({Lock})", connection);
        await gate.ExecuteNonQueryAsync(ct);
        await using var any = new NpgsqlCommand(AnyOperator, connection);
        if (await any.ExecuteScalarAsync(ct) is true)
        {
            return null;
        }

        var id = ApiKey.DrawId();
        var key = ApiKey.Draw(id);

        // The file first: a file without its row is replaced at the next start, a row without its file locks everybody
        // out.
        await SecretFile.Write(file, key, ct);
        await using var insert = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = ITenants.Default }, new() { Value = "first operator key" },
                new() { Value = ApiKey.Hash(key) },
            },
        };
        await insert.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return file;
    }
}
