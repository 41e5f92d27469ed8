using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// What must be written about a claimed row is written once the database can be reached again: a worker that lives and
/// only could not say so would count as a crash when its lease ends.
/// </summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Repeats a write that changes nothing the second time.</summary>
    /// <param name="write">The write.</param>
    /// <param name="atMost">When it is given up: the lease, after which the row is somebody else's.</param>
    /// <param name="ct">Gives it up at once.</param>
    public static async Task Write(Func<Task> write, TimeSpan atMost, CancellationToken ct)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < atMost)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}
