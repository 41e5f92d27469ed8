using System.Diagnostics;
using CleanFte.Infrastructure.Schema;
using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>A database of the product's tables, written to by Npgsql and nothing else.</summary>
internal sealed class Bare : IAsyncDisposable
{
    /// <summary>Enough for every statement of a reference to stay prepared.</summary>
    private const int PreparedStatements = 50;

    private readonly Laboratory _laboratory;



    private Bare(Laboratory laboratory, string connectionString)
    {
        (_laboratory, ConnectionString) = (laboratory, connectionString);
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 80,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
        });
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<Bare> Open(Laboratory laboratory, CancellationToken ct)
    {
        var bare = new Bare(laboratory, await laboratory.NewDatabase(ct));
        await Migrations.Apply(bare.Source, ct);
        return bare;
    }

    /// <summary>Runs a unit again and again on so many connections; returns units per second.</summary>
    /// <param name="unit">One round trip; returns the units it was worth.</param>
    public async Task<double> Saturate(
        int connections, double seconds, Func<NpgsqlConnection, int, Task<int>> unit, CancellationToken ct)
    {
        var units = 0L;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(worker => Task.Run(
            async () =>
            {
                await using var connection = await Source.OpenConnectionAsync(ct);
                while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds && !ct.IsCancellationRequested)
                {
                    Interlocked.Add(ref units, await unit(connection, worker));
                }
            },
            ct)));
        return units / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _laboratory.Drop(ConnectionString);
    }
}
