using System.Reflection;
using Npgsql;

namespace CleanFte.Infrastructure.Schema;

/// <summary>Applies the numbered scripts that are embedded beside it, once each, under a lock.</summary>
internal static class Migrations
{
    private const long Lock = 0x436C65616E467465;

    public static async Task Apply(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, $"select pg_advisory_xact_lock({Lock})", ct);
        await Run(
            connection,
            "create table if not exists schema_scripts (name varchar primary key, applied_at timestamptz not null default now())",
            ct);
        foreach (var script in Scripts())
        {
            await using var mark = new NpgsqlCommand(
                "insert into schema_scripts (name) values ($1) on conflict do nothing", connection)
            {
                Parameters = { new() { Value = script } },
            };
            if (await mark.ExecuteNonQueryAsync(ct) == 1)
            {
                await Run(connection, await Read(script, ct), ct);
            }
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Script names in order: <c>0001_event_store.sql</c> first.</summary>
    public static IEnumerable<string> Scripts() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static async Task<string> Read(string script, CancellationToken ct)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!);
        return await reader.ReadToEndAsync(ct);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
