using System.Collections.Concurrent;
using System.Diagnostics;

namespace CleanFte.Bench.Load;

/// <summary>What a load saw.</summary>
internal sealed class LoadResult
{
    private readonly ConcurrentDictionary<int, long> _refused = new();

    private long _taken;

    public Histogram Latency { get; } = new();

    /// <summary>Requests answered with 2xx.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public double Seconds { get; set; }

    public double PerSecond => Taken / Seconds;

    /// <summary>Other answers, as <c>503 x 12</c>; empty when there were none.</summary>
    public string Refused => string.Join(", ", _refused.Select(r => $"{r.Key} x {r.Value}"));

    public void Record(int status, long start)
    {
        if (status is >= 200 and < 300)
        {
            Interlocked.Increment(ref _taken);
            Latency.Record(start, Stopwatch.GetTimestamp());
        }
        else
        {
            _refused.AddOrUpdate(status, 1, (_, n) => n + 1);
        }
    }
}
