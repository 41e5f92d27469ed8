using System.Diagnostics;
using System.Threading.Channels;

namespace CleanFte.Bench.Load;

/// <summary>
/// A fixed rate, whatever the product does: latency counts from the moment a request was due, so that a stall is paid for by
/// every request that should have been sent during it.
/// </summary>
internal static class OpenLoop
{
    /// <param name="next">The request of a running number, or null to leave it out.</param>
    /// <param name="due">Told when a request is due, in stopwatch ticks.</param>
    public static async Task<LoadResult> Run(
        int port, int connections, double perSecond, TimeSpan duration, Func<int, ReadOnlyMemory<byte>?> next,
        Action<int, long>? due = null, CancellationToken ct = default)
    {
        var result = new LoadResult();
        var queue = Channel.CreateUnbounded<(int Number, long Due)>(new() { SingleWriter = true });
        var wires = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Wire.Connect(port)));
        var start = Stopwatch.GetTimestamp();
        var pacer = new Thread(() => Pace(queue.Writer, start, perSecond, duration, ct)) { IsBackground = true };
        pacer.Start();
        try
        {
            await Task.WhenAll(wires.Select(wire => Task.Run(
                async () =>
                {
                    await foreach (var (number, at) in queue.Reader.ReadAllAsync(ct))
                    {
                        if (next(number) is { } request)
                        {
                            due?.Invoke(number, at);
                            result.Record(await wire.Send(request), at);
                        }
                    }
                },
                ct)));
        }
        finally
        {
            Array.ForEach(wires, wire => wire.Dispose());
        }

        result.Seconds = Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, duration.TotalSeconds);
        return result;
    }

    /// <summary>Releases what is due; its own oversleeping of up to a millisecond counts as latency too.</summary>
    private static void Pace(
        ChannelWriter<(int Number, long Due)> queue, long start, double perSecond, TimeSpan duration, CancellationToken ct)
    {
        var total = (int)(perSecond * duration.TotalSeconds);
        var number = 0;
        while (number < total && !ct.IsCancellationRequested)
        {
            var now = Stopwatch.GetTimestamp();
            for (; number < total && DueAt(number) <= now; number++)
            {
                queue.TryWrite((number, DueAt(number)));
            }

            Thread.Sleep(1);
        }

        queue.Complete();

        long DueAt(int n) => start + (long)(n / perSecond * Stopwatch.Frequency);
    }
}
