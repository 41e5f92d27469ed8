using System.Diagnostics;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Knows up to where the log is settled: a read that begins after it was told sees all there will ever be up to there.
/// For any number of readers in this process; those who ask at the same time share one look.
/// </summary>
internal sealed class SettledLog(NpgsqlDataSource database) : IDisposable
{
    /// <summary>How often a look waits for transactions under way to end, <see cref="LogReader.Recheck"/> each time.</summary>
    private const int MaxRechecks = 4;

    /// <summary>
    /// Not the sequence's own value: a number that nothing was stored under may be handed out again after a crash.
    /// </summary>
    private const string EndSql = "select coalesce(max(seq_id), 0) from mt_events where seq_id <= $1";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SequenceHolders _holders = new();
    private long _begun;

    /// <summary>What was known at the last look.</summary>
    public Settled Known { get; private set; } = new(0, 0, true);

    /// <summary>Looks anew; waits a little for what is under way, and no longer.</summary>
    public async Task<Settled> Look(CancellationToken ct)
    {
        var asked = Stopwatch.GetTimestamp();
        await _turn.WaitAsync(ct);
        try
        {
            if (_begun <= asked)
            {
                var begins = Stopwatch.GetTimestamp();
                Known = await LookNow(ct);
                _begun = begins;
            }

            return Known;
        }
        catch (NpgsqlException)
        {
            // What was known of transactions may be of a server that is no longer there.
            _holders = new();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Settled> LookNow(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await _holders.List(connection, ct);
        var wanted = _holders.ListedAt;
        for (var i = 0; i < MaxRechecks && _holders.Settled < wanted; i++)
        {
            await Task.Delay(LogReader.Recheck, ct);
            await _holders.List(connection, ct);
        }

        await using var end = new NpgsqlCommand(EndSql, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = _holders.Settled } },
        };
        return new Settled((long)(await end.ExecuteScalarAsync(ct))!, _holders.ListedAt, _holders.Settled >= wanted);
    }
}

/// <param name="End">The last stored number up to which all is settled.</param>
/// <param name="HandedOut">The last number that was handed out.</param>
/// <param name="IsAll">Whether everything handed out when it was asked is settled; else somebody's transaction goes on.</param>
internal sealed record Settled(long End, long HandedOut, bool IsAll);
