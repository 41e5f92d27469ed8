using System.Diagnostics;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// The last step of a rebuild: stops the writers, folds what they saved since the last round, and puts the shadow
/// tables in place.
/// </summary>
internal static class RebuildSwap
{
    /// <summary>How long one lock may be waited for: others queue up behind the one who waits.</summary>
    private const int LockTimeoutMilliseconds = 40;

    /// <summary>When so much time is gone before the tables are moved, the attempt is given up.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(120);

    /// <summary>Returns how long writers were held up, or null when the locks were not to be had in time.</summary>
    public static async Task<TimeSpan?> Try(
        NpgsqlConnection connection, ShadowTables shadows, long position, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var watch = Stopwatch.StartNew();
        try
        {
            await Lock(connection, ct);

            // Nobody can save now, so whatever is to be seen is all there is. The metrics stay at their settled
            // position.
            await CatchUp.Apply(connection, position, long.MaxValue, ct);
            if (watch.Elapsed > Budget)
            {
                return null;
            }

            await shadows.Swap(connection, ct);
            await using var move = new NpgsqlCommand(
                "update mt_event_progression set last_seq_id = $2, last_updated = transaction_timestamp() where name = $1",
                connection)
            {
                Parameters = { new() { Value = ChannelMetrics.Name }, new() { Value = position } },
            };
            await move.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return watch.Elapsed;
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return null;
        }
    }

    /// <summary>
    /// In the order in which writers take them: a projection locks its position and then its tables, a save the events
    /// and then the rows. A save that has not come to the events yet waits there and holds nothing that is wanted here.
    /// </summary>
    private static async Task Lock(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"set local lock_timeout = {LockTimeoutMilliseconds}"),
                new("set local synchronous_commit = on"),
                new("select 1 from mt_event_progression where name = $1 for update")
                {
                    Parameters = { new() { Value = ChannelMetrics.Name } },
                },
                new("lock table mt_events in share row exclusive mode"),
                new($"lock table {string.Join(", ", ShadowTables.Names)} in access exclusive mode"),
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }
}
