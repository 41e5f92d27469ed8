using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Unit.Messaging;

public sealed class RecoveryTurnsTests
{
    private readonly StoppedClock _clock = new();

    private readonly RecoveryTurns _turns;

    public RecoveryTurnsTests() => _turns = new RecoveryTurns(_clock);

    [Fact]
    public void At_first_all_are_asked_but_only_some_at_once()
    {
        string[] accounts = ["a", "b", "c", "d", "e"];
        _turns.Start(accounts).Count.ShouldBe(RecoveryTurns.AtOnce);
        _turns.Start(accounts).ShouldBeEmpty();
        _turns.End("b", succeeded: true);
        _turns.Start(accounts).ShouldBe(["e"]);
    }

    [Fact]
    public void Each_is_asked_again_by_its_own_clock()
    {
        _turns.Start(["slow", "quick"]);
        _turns.End("quick", succeeded: true);
        _turns.UntilNext().ShouldBe(RecoveryTurns.Interval);

        _clock.Now += RecoveryTurns.Interval;
        _turns.Start(["slow", "quick"]).ShouldBe(["quick"]);
    }

    [Fact]
    public void The_pause_of_one_that_fails_grows_until_it_succeeds()
    {
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _turns.Start(["a"]).ShouldBe(["a"]);
            _turns.End("a", succeeded: false);
            pauses.Add(_turns.UntilNext().TotalSeconds);
            _clock.Now += _turns.UntilNext();
        }

        pauses.ShouldBe([15, 30, 60, 120, 240, 480, 600, 600]);
        _turns.Start(["a"]);
        _turns.End("a", succeeded: true);
        _turns.UntilNext().ShouldBe(RecoveryTurns.Interval);
        _clock.Now += RecoveryTurns.Interval;
        _turns.Start(["a"]);
        _turns.End("a", succeeded: false);
        _turns.UntilNext().ShouldBe(RecoveryTurns.ShortestPause);
    }

    [Fact]
    public void A_request_is_answered_at_once_and_one_that_comes_meanwhile_afterwards()
    {
        _turns.Start(["a"]);
        _turns.End("a", succeeded: true);
        _turns.Start(["a"]).ShouldBeEmpty();

        _turns.Request("a");
        _turns.UntilNext().ShouldBe(TimeSpan.Zero);
        _turns.Start(["a"]).ShouldBe(["a"]);
        _turns.Request("a");
        _turns.Start(["a"]).ShouldBeEmpty();
        _turns.End("a", succeeded: true);
        _turns.Start(["a"]).ShouldBe(["a"]);
        _turns.End("a", succeeded: true);
        _turns.Start(["a"]).ShouldBeEmpty();
    }

    [Fact]
    public void Requests_do_not_shorten_the_pause_of_one_that_failed_but_the_end_of_an_outage_does()
    {
        _turns.Start(["a"]);
        _turns.End("a", succeeded: false);
        _turns.Request("a");
        _turns.Start(["a"]).ShouldBeEmpty();
        _turns.RequestAll();
        _turns.Start(["a"]).ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_no_account_any_more_is_forgotten()
    {
        _turns.Start(["a"]);
        _turns.End("a", succeeded: true);
        _turns.Request("gone");
        _turns.Start(["a"]).ShouldBeEmpty();
        _turns.UntilNext().ShouldBe(RecoveryTurns.Interval);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
