using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Unit.Messaging;

public sealed class PaceTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(500, 60)]
    public void The_pause_grows_with_what_the_last_round_trip_carried(int items, int milliseconds) =>
        Pace.PauseAfter(items).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Whoever_comes_after_a_quiet_moment_does_not_wait()
    {
        var pace = new Pace();

        pace.Next().AsTask().IsCompletedSuccessfully.ShouldBeTrue("nothing was carried yet");
        pace.Carried(0);
        pace.Next().AsTask().IsCompletedSuccessfully.ShouldBeTrue("a full load gains nothing by waiting");
    }

    [Fact]
    public async Task Under_load_the_next_round_trip_gathers_unless_it_is_wanted_sooner()
    {
        var pace = new Pace();
        await pace.Next();
        pace.Carried(20);
        pace.Next().AsTask().IsCompleted.ShouldBeFalse();

        var wanted = new Signal();
        wanted.Set();
        pace.Next(wanted).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }
}
