using System.Diagnostics;

namespace CleanFte.Bench.Load;

/// <summary>Saturation: each connection sends its next request as soon as the last one is answered.</summary>
internal static class ClosedLoop
{
    /// <param name="next">The request of a running number, or null when there are no more.</param>
    /// <param name="before">Awaited before each request, for loads that must not run too far ahead.</param>
    public static async Task<LoadResult> Run(
        int port, int connections, TimeSpan duration, Func<int, ReadOnlyMemory<byte>?> next,
        Func<int, Task>? before = null, CancellationToken ct = default)
    {
        var result = new LoadResult();
        var number = -1;
        var wires = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Wire.Connect(port)));
        var start = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(wires.Select(wire => Task.Run(
                async () =>
                {
                    while (Stopwatch.GetElapsedTime(start) < duration && !ct.IsCancellationRequested)
                    {
                        var i = Interlocked.Increment(ref number);
                        if (next(i) is not { } request)
                        {
                            return;
                        }

                        if (before is not null)
                        {
                            await before(i);
                        }

                        var sent = Stopwatch.GetTimestamp();
                        result.Record(await wire.Send(request), sent);
                    }
                },
                ct)));
        }
        finally
        {
            Array.ForEach(wires, wire => wire.Dispose());
        }

        result.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result;
    }
}
