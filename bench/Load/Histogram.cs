using System.Diagnostics;
using System.Numerics;

namespace CleanFte.Bench.Load;

/// <summary>Latencies in microseconds, kept to about one and a half percent.</summary>
internal sealed class Histogram
{
    private const int SubBits = 6;

    private readonly long[] _counts = new long[64 << SubBits];

    private long _max;

    public long Count { get; private set; }

    public double MaxMs => _max / 1_000.0;

    public void Record(long startTicks, long endTicks) =>
        RecordMicroseconds((long)Stopwatch.GetElapsedTime(startTicks, endTicks).TotalMicroseconds);

    public void RecordMicroseconds(long value)
    {
        value = Math.Max(value, 0);
        lock (_counts)
        {
            _counts[IndexOf(value)]++;
            _max = Math.Max(_max, value);
            Count++;
        }
    }

    /// <summary>The upper end of the bucket that holds the quantile, in milliseconds.</summary>
    public double Ms(double quantile)
    {
        lock (_counts)
        {
            var rank = (long)Math.Ceiling(quantile * Count);
            for (var (i, seen) = (0, 0L); i < _counts.Length; i++)
            {
                seen += _counts[i];
                if (seen >= rank && seen > 0)
                {
                    return UpperEnd(i) / 1_000.0;
                }
            }

            return 0;
        }
    }

    private static int IndexOf(long value)
    {
        var exponent = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (exponent << SubBits) + (int)(value >> exponent);
    }

    private static long UpperEnd(int index)
    {
        // Values below two sub-ranges are their own index; from there on each exponent has one sub-range of its own.
        if (index < 2 << SubBits)
        {
            return index;
        }

        var exponent = (index >> SubBits) - 1;
        return ((long)(index - (exponent << SubBits)) + 1) << exponent;
    }
}
