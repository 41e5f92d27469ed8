using System.Collections.Concurrent;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Empty twins of the read models in a schema of their own, where tables, indexes and constraints have the names they
/// will keep: moving a table to the live schema takes its indexes and constraints along.
/// </summary>
internal sealed class ShadowTables
{
    private const string Schema = "cleanfte_rebuild";

    private readonly string _live;
    private readonly List<string> _indexes;

    private ShadowTables(string live, List<string> indexes)
    {
        _live = live;
        _indexes = indexes;
    }

    /// <summary>All read models, inline and asynchronous.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. RowTables.All.Select(table => table.Name), .. Metrics];

    private static string[] Metrics => ["channel_metrics", "channel_escalations"];

    public static string Prefix => $"{Schema}.";

    /// <summary>Creates them without indexes; what an interrupted rebuild left behind is removed.</summary>
    public static async Task<ShadowTables> Create(NpgsqlConnection connection, CancellationToken ct)
    {
        await Execute(connection, $"drop schema if exists {Schema} cascade; create schema {Schema}", ct);
        foreach (var name in Names)
        {
            await Execute(
                connection, $"create table {Prefix}{name} (like {name} including all excluding indexes)", ct);
        }

        var live = (await Read(connection, "select current_schema()::text", ct))[0];
        foreach (var grant in await Read(connection, Grants, ct))
        {
            await Execute(connection, grant, ct);
        }

        // The metrics are few and added to from the start, which needs their keys.
        foreach (var key in await Read(connection, Constraints(Metrics), ct))
        {
            await Execute(connection, key, ct);
        }

        var inline = RowTables.All.Select(table => table.Name);
        return new ShadowTables(
            live, [.. await Read(connection, Constraints(inline), ct), .. await Read(connection, Indexes, ct)]);
    }

    /// <summary>
    /// Builds the indexes, on so many connections at once. After a failure it may be called again and builds those that
    /// are missing.
    /// </summary>
    public async Task Index(IReadOnlyList<NpgsqlConnection> connections, CancellationToken ct)
    {
        var waiting = new ConcurrentQueue<string>(_indexes);
        var built = new ConcurrentBag<string>();
        try
        {
            await Task.WhenAll(connections.Select(Build));
        }
        finally
        {
            _indexes.RemoveAll(built.Contains);
        }

        foreach (var name in Names)
        {
            await Execute(connections[0], $"analyze {Prefix}{name}", ct);
        }

        async Task Build(NpgsqlConnection connection)
        {
            await Execute(connection, "set maintenance_work_mem = '256MB'; set max_parallel_maintenance_workers = 0",
                ct);
            while (waiting.TryDequeue(out var index))
            {
                await Execute(connection, index, ct);
                built.Add(index);
            }
        }
    }

    /// <summary>
    /// Puts them in place of the live tables; within the caller's transaction, which holds the locks.
    /// </summary>
    public async Task Swap(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var name in Names)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"drop table {_live}.{name}"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"alter table {Prefix}{name} set schema {_live}"));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand($"drop schema {Schema}"));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static string In(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"'{name}'::regclass"));

    // Primary keys first: they are what a catch-up deletes by.
    private static string Constraints(IEnumerable<string> names) => $"""
        select format('alter table {Prefix}%I add constraint %I %s',
            (select relname from pg_class c where c.oid = conrelid), conname, pg_get_constraintdef(oid))
        from pg_constraint where conrelid in ({In(names)}) and contype in ('p', 'u') order by contype, conname
        """;

    private static string Indexes => $"""
        select regexp_replace(
            pg_get_indexdef(i.indexrelid), ' ON (ONLY )?[^ ]+ USING ', format(' ON {Prefix}%I USING ', c.relname))
        from pg_index i join pg_class c on c.oid = i.indrelid
        where i.indrelid in ({In(Names)})
            and not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u'))
        """;

    private static string Grants => $"""
        select format('grant %s on {Prefix}%I to %s', a.privilege_type, c.relname,
            case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
        from pg_class c cross join aclexplode(c.relacl) a
        where c.oid in ({In(Names)}) and a.grantee <> c.relowner
        """;

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<string>> Read(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
