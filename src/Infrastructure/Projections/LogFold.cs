using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Folds the whole log, stream by stream, and copies the rows of the read models into tables of the same shape.
/// Reading, folding and copying run side by side; each half of the streams has a reader of its own.
/// </summary>
internal sealed class LogFold(NpgsqlDataSource database, TextWriter progress)
{
    /// <summary>Readers; more than the cores of a small server gain nothing.</summary>
    private const int Partitions = 2;

    /// <summary>Rows in one COPY.</summary>
    private const int ChunkRows = 4_000;

    /// <summary>Chunks that wait to be copied; bounds the memory when copying is slower than folding.</summary>
    private const int MaxWaitingChunks = 8;

    /// <summary>Events between two looks at whether to stop, and between two lines of progress.</summary>
    private const int ProgressEvents = 200_000;

    // The random end of a stream's id splits the streams evenly whatever their age. A stream's kind is only looked up
    // once.
    private const string Sql = """
        select e.tenant_id, e.stream_id,
            case when e.version = 1 then (select s.type from mt_streams s
                where s.tenant_id = e.tenant_id and s.id = e.stream_id limit 1) end,
            e.type, e.data, e.seq_id
        from mt_events e
        where e.seq_id <= $1 and get_byte(uuid_send(e.stream_id), 15) % $2 = $3
        order by e.tenant_id, e.stream_id, e.version
        """;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _events;

    /// <summary>Folds all events up to a number and copies the rows; returns the metrics up to a number.</summary>
    /// <param name="snapshot">An exported snapshot to read at, or null for the newest.</param>
    /// <param name="copiers">Connections to copy on, and the schema's prefix of the tables.</param>
    public async Task<MetricsBatch> Run(
        long upTo,
        long metricsUpTo,
        string? snapshot,
        IReadOnlyList<NpgsqlConnection> copiers,
        string schema,
        CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var chunks = new BlockingCollection<Chunk>(MaxWaitingChunks);
        var copying = copiers
            .Select(connection => OnThread(() => CopyAll(connection, schema, chunks, stop.Token), stop))
            .ToArray();
        var folding = Enumerable.Range(0, Partitions)
            .Select(i => OnThread(() => Fold(upTo, metricsUpTo, snapshot, i, chunks, stop.Token), stop))
            .ToArray();
        try
        {
            await Task.WhenAll(folding);
        }
        finally
        {
            chunks.CompleteAdding();
            await Task.WhenAll(copying);
        }

        var metrics = await folding[0];
        foreach (var other in folding[1..])
        {
            metrics.Add(await other);
        }

        var seconds = _watch.Elapsed.TotalSeconds;
        progress.WriteLine($"folded {_events:N0} events in {seconds:N1} s, {_events / seconds:N0} a second");
        return metrics;
    }

    /// <summary>Runs on a thread of its own; a failure stops the others.</summary>
    private static Task<T> OnThread<T>(Func<T> work, CancellationTokenSource stop) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                return work();
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private MetricsBatch Fold(
        long upTo, long metricsUpTo, string? snapshot, int partition, BlockingCollection<Chunk> chunks,
        CancellationToken ct)
    {
        using var connection = database.OpenConnection();
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        Prepare(connection, snapshot);
        using var command = new NpgsqlCommand(Sql, connection)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = upTo },
                new NpgsqlParameter<int> { TypedValue = Partitions },
                new NpgsqlParameter<int> { TypedValue = partition },
            },
        };
        using var cancel = ct.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        var fold = new StreamFold();
        var metrics = new MetricsBatch();
        while (reader.Read())
        {
            var e = fold.Add(reader);
            if (reader.GetInt64(5) <= metricsUpTo)
            {
                metrics.Add(fold.Tenant, e);
            }

            if (fold.Count % ProgressEvents == 0)
            {
                Report(ProgressEvents);
            }

            Pass(fold, ChunkRows, chunks, ct);
        }

        fold.Finish();
        Pass(fold, 1, chunks, ct);
        Interlocked.Add(ref _events, fold.Count % ProgressEvents);
        return metrics;
    }

    private void Report(int more)
    {
        var events = Interlocked.Add(ref _events, more);
        progress.WriteLine($"{events:N0} events, {events / _watch.Elapsed.TotalSeconds:N0} a second");
    }

    private static void Prepare(NpgsqlConnection connection, string? snapshot)
    {
        var share = snapshot is null ? "" : $"set transaction snapshot '{snapshot}'; ";
        using var prepare = new NpgsqlCommand(
            $"{share}{Database.PlanForWholeTables}; set local work_mem = '256MB'; set local jit = off", connection);
        prepare.ExecuteNonQuery();
    }

    private static void Pass(StreamFold fold, int atLeast, BlockingCollection<Chunk> chunks, CancellationToken ct)
    {
        for (var table = 0; table < fold.Rows.Length; table++)
        {
            if (fold.Rows[table].Count >= atLeast)
            {
                chunks.Add(new Chunk(RowTables.All[table], fold.Take(table)), ct);
            }
        }
    }

    private static long CopyAll(
        NpgsqlConnection connection, string schema, BlockingCollection<Chunk> chunks, CancellationToken ct)
    {
        var rows = 0L;
        foreach (var chunk in chunks.GetConsumingEnumerable(ct))
        {
            chunk.Table.Copy(connection, schema + chunk.Table.Name, chunk.Rows);
            rows += chunk.Rows.Count;
        }

        return rows;
    }

    private sealed record Chunk(RowTable Table, List<object> Rows);
}
