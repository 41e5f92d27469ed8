using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Folds the log into temporary tables and compares them with the live ones, all at one snapshot, while everything else
/// goes on.
/// </summary>
internal static class Verify
{
    /// <summary>Keys shown per table.</summary>
    private const int MaxKeys = 5;

    /// <summary>Prints one line per table. 0 when all are equal, 1 when not.</summary>
    public static async Task<int> Run(NpgsqlDataSource database, TextWriter progress, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction =
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);

        // This connection waits while others read; it writes nothing that the log's readers could wait for.
        await Execute(
            connection, $"set local idle_in_transaction_session_timeout = 0; {Database.PlanForWholeTables}", ct);
        var snapshot = await Scalar<string>(connection, "select pg_export_snapshot()", ct);
        var position = await Scalar<long>(
            connection,
            $"select coalesce((select last_seq_id from mt_event_progression where name = '{ChannelMetrics.Name}'), 0)",
            ct);
        var live = await Scalar<string>(connection, "select current_schema()::text", ct);
        foreach (var name in ShadowTables.Names)
        {
            await Execute(
                connection, $"create temporary table {name} (like {name} including all excluding indexes) on commit drop", ct);
        }

        // On conflict needs the keys; the inline tables are only ever copied into.
        await Execute(connection, "alter table pg_temp.channel_metrics add primary key (tenant_id, channel, bucket)",
            ct);
        await Execute(
            connection, "alter table pg_temp.channel_escalations add primary key (tenant_id, channel, bucket, reason)",
            ct);
        var metrics = await new LogFold(database, progress)
            .Run(long.MaxValue, position, snapshot, [connection], "pg_temp.", ct);
        await metrics.Write(connection, "pg_temp.", ct);

        var different = 0L;
        foreach (var table in RowTables.All)
        {
            different += await Compare(connection, progress, live, table.Name, table.Columns, table.Key, ct);
        }

        different += await Compare(connection, progress, live, "channel_metrics", "*", "tenant_id, channel, bucket",
            ct);
        different += await Compare(
            connection, progress, live, "channel_escalations", "*", "tenant_id, channel, bucket, reason", ct);
        progress.WriteLine(different == 0 ? "the read models are what the log says" : $"{different:N0} rows differ");
        return different == 0 ? 0 : 1;
    }

    private static async Task<long> Compare(
        NpgsqlConnection connection,
        TextWriter progress,
        string live,
        string table,
        string columns,
        string key,
        CancellationToken ct)
    {
        var keys = string.Join(", ", key.Split(", ").Select(column => $"coalesce(s.{column}, l.{column})::text"));
        var join = string.Join(" and ", key.Split(", ").Select(column => $"s.{column} = l.{column}"));

        // Temporary tables come first in the search path, so the live one is named with its schema.
        await using var command = new NpgsqlCommand(
            $"""
            with difference as (
                select case when l.tenant_id is null then 'missing' when s.tenant_id is null then 'extra' else 'differing'
                    end as kind, concat_ws(' ', {keys}) as key
                from (select {columns} from pg_temp.{table}) s
                full join (select {columns} from {live}.{table}) l on {join}
                where s.* is distinct from l.*
            )
            select (select count(*) from {live}.{table}), count(*) filter (where kind = 'missing'),
                count(*) filter (where kind = 'extra'), count(*) filter (where kind = 'differing'),
                (select array_agg(k) from (select kind || ' ' || key as k from difference order by 1 limit {MaxKeys}) shown)
            from difference
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (missing, extra, differing) = (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        progress.WriteLine(
            $"{table}: {reader.GetInt64(0):N0} rows, {missing:N0} missing, {extra:N0} extra, {differing:N0} differing");
        if (!reader.IsDBNull(4))
        {
            foreach (var example in reader.GetFieldValue<string[]>(4))
            {
                progress.WriteLine($"  {example}");
            }
        }

        return missing + extra + differing;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }
}
