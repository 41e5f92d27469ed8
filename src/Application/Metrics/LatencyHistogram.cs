namespace CleanFte.Application.Metrics;

/// <summary>How response latencies are counted so that percentiles of any span can be told: by fixed buckets.</summary>
public static class LatencyHistogram
{
    /// <summary>
    /// Upper bounds in milliseconds, inclusive; a last bucket takes what is above. Changing them needs a rebuild.
    /// </summary>
    public static readonly IReadOnlyList<long> Bounds =
    [
        10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
    ];

    /// <summary>Buckets, the one without upper bound included.</summary>
    public static int Buckets => Bounds.Count + 1;

    public static int BucketOf(long milliseconds)
    {
        var i = 0;
        while (i < Bounds.Count && milliseconds > Bounds[i])
        {
            i++;
        }

        return i;
    }

    /// <summary>
    /// The latency that a share of all replies did not exceed, interpolated within its bucket; null without any.
    /// </summary>
    /// <param name="share">0.95 for p95.</param>
    /// <param name="max">The longest latency counted, which bounds every bucket.</param>
    public static double? Percentile(IReadOnlyList<long> counts, double share, long max)
    {
        var total = counts.Sum();
        if (total == 0)
        {
            return null;
        }

        var wanted = share * total;
        var below = 0L;
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts[i] > 0 && below + counts[i] >= wanted)
            {
                var low = i == 0 ? 0 : Bounds[i - 1];
                var high = i < Bounds.Count ? Math.Min(Bounds[i], max) : max;
                return low + ((high - low) * (wanted - below) / counts[i]);
            }

            below += counts[i];
        }

        return max;
    }
}
