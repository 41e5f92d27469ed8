using CleanFte.Infrastructure.Channels;

namespace CleanFte.Unit.Channels;

public sealed class PairRateTests
{
    private readonly StoppedClock _clock = new();

    [Fact]
    public void A_burst_is_allowed_and_then_paid_back()
    {
        var pairs = new PairRate(_clock, TimeSpan.FromSeconds(6), 3);
        for (var i = 0; i < 3; i++)
        {
            pairs.Take("ana").ShouldBeNull();
        }

        pairs.Take("ana").ShouldBe(TimeSpan.FromSeconds(6));
        pairs.Take("luis").ShouldBeNull("each person has a pace of his own");
        _clock.Now += TimeSpan.FromSeconds(6);
        pairs.Take("ana").ShouldBeNull();
        pairs.Take("ana").ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void In_the_long_run_nobody_is_written_to_more_often_than_allowed()
    {
        var pairs = new PairRate(_clock, TimeSpan.FromSeconds(6), 45);
        var sent = 0;
        for (var second = 0; second < 3_600; second++, _clock.Now += TimeSpan.FromSeconds(1))
        {
            while (pairs.Take("ana") is null)
            {
                sent++;
            }
        }

        sent.ShouldBe(45 + (3_599 / 6));
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
