using System.Globalization;
using Npgsql;

namespace CleanFte.Bench;

/// <summary>Looks into a database from outside: what arrived there, and what it weighs.</summary>
internal sealed class Store(string connectionString) : IAsyncDisposable
{
    /// <summary>Tables whose rows belong to the work measured.</summary>
    private const string Counted = """
        select c.relname, pg_total_relation_size(c.oid), s.n_tup_ins, s.n_tup_upd, s.n_tup_del
        from pg_class c join pg_stat_user_tables s on s.relid = c.oid
        where c.relkind = 'r'
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=4");

    public NpgsqlDataSource Source => _source;

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 300;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> Pending() => Ask<long>(
        "select (select count(*) from inbox where state = 0) + (select count(*) from outbox where state = 0)");

    /// <summary>Waits until nothing is pending; returns how many rows still are when the time is over.</summary>
    public async Task<long> Drain(TimeSpan atMost, CancellationToken ct)
    {
        var until = DateTime.UtcNow + atMost;
        while (true)
        {
            var pending = await Pending();
            if (pending == 0 || DateTime.UtcNow > until)
            {
                return pending;
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>Weighs the database now.</summary>
    public async Task<Weight> Weigh()
    {
        var (bytes, rows) = (0L, 0L);
        await using (var command = _source.CreateCommand("select pg_stat_clear_snapshot(); " + Counted))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                bytes += reader.GetInt64(1);
                rows += reader.GetInt64(2) + reader.GetInt64(3) + reader.GetInt64(4);
            }
        }

        var wal = decimal.Parse(
            await Ask<string>("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text"), CultureInfo.InvariantCulture);
        return new Weight(rows, bytes, (long)wal);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <param name="Rows">Rows inserted, updated and deleted so far.</param>
/// <param name="Bytes">Tables with their indexes.</param>
/// <param name="Wal">Bytes of write-ahead log so far, of the whole server.</param>
internal readonly record struct Weight(long Rows, long Bytes, long Wal)
{
    public static Weight operator -(Weight a, Weight b) => new(a.Rows - b.Rows, a.Bytes - b.Bytes, a.Wal - b.Wal);

    public string Per(long units) => units == 0
        ? "-"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)Rows / units:0.0} row writes, {Bytes / units:N0} bytes stored, {Wal / units:N0} bytes of WAL");
}
