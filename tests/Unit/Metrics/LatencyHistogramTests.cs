using CleanFte.Application.Metrics;

namespace CleanFte.Unit.Metrics;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(3_600_000, 14)]
    [InlineData(3_600_001, 15)]
    public void A_latency_falls_into_the_first_bucket_that_holds_it(long milliseconds, int bucket) =>
        LatencyHistogram.BucketOf(milliseconds).ShouldBe(bucket);

    [Fact]
    public void A_percentile_is_interpolated_within_its_bucket()
    {
        var counts = Counts(100, 150, 180, 200);

        LatencyHistogram.Percentile(counts, 0.5, 200).ShouldBe(100 + (100 * 1.0 / 3));
    }

    [Fact]
    public void The_longest_latency_bounds_the_last_bucket() =>
        LatencyHistogram.Percentile(Counts(5_000_000), 1, 5_000_000).ShouldBe(5_000_000);

    [Fact]
    public void Nothing_has_no_percentile() => LatencyHistogram.Percentile([], 0.5, 0).ShouldBeNull();

    private static long[] Counts(params long[] latencies)
    {
        var counts = new long[LatencyHistogram.Buckets];
        foreach (var latency in latencies)
        {
            counts[LatencyHistogram.BucketOf(latency)]++;
        }

        return counts;
    }
}
