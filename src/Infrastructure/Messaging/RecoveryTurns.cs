namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// When each account's provider is asked for what was missed: one recovery per account at a time, and each by its own
/// clock, so that none waits for another's failures.
/// </summary>
internal sealed class RecoveryTurns(TimeProvider clock)
{
    /// <summary>Accounts asked at the same time; a hanging one keeps its place and no more.</summary>
    public const int AtOnce = 4;

    /// <summary>From one success to the next time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>After the first failure; each further one doubles it.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();

    private readonly Dictionary<string, Turn> _turns = [];

    /// <summary>
    /// Lets an account be asked at once; if it is being asked, once more afterwards, because it may have been too late for
    /// this time. One that failed keeps its pause: more notices make a failing provider no better.
    /// </summary>
    public void Request(string account)
    {
        lock (_lock)
        {
            var turn = Known(account);
            turn.IsRequested |= turn.IsRunning;
            if (turn.Failures == 0)
                turn.Due = Earlier(turn.Due, clock.GetUtcNow());
        }
    }

    /// <summary>The database was away, and with it what webhooks brought: all are asked, whatever they did before.</summary>
    public void RequestAll()
    {
        lock (_lock)
        {
            foreach (var turn in _turns.Values)
            {
                turn.IsRequested |= turn.IsRunning;
                turn.Failures = 0;
                turn.Due = clock.GetUtcNow();
            }
        }
    }

    /// <summary>The accounts whose turn it is, those waiting longest first; each is running until its end is told.</summary>
    /// <param name="accounts">All that may be asked; one that was not known is asked at once.</param>
    public IReadOnlyList<string> Start(IReadOnlyCollection<string> accounts)
    {
        lock (_lock)
        {
            foreach (var gone in _turns.Where(t => !t.Value.IsRunning && !accounts.Contains(t.Key)).ToArray())
                _turns.Remove(gone.Key);
            foreach (var account in accounts)
                Known(account);
            var now = clock.GetUtcNow();
            var due = _turns.Where(t => !t.Value.IsRunning && t.Value.Due <= now)
                .OrderBy(t => t.Value.Due)
                .Take(AtOnce - _turns.Values.Count(t => t.IsRunning))
                .ToArray();
            foreach (var (_, turn) in due)
                (turn.IsRunning, turn.IsRequested) = (true, false);
            return [.. due.Select(t => t.Key)];
        }
    }

    public void End(string account, bool succeeded)
    {
        lock (_lock)
        {
            var turn = Known(account);
            turn.IsRunning = false;
            turn.Failures = succeeded ? 0 : turn.Failures + 1;
            turn.Due = clock.GetUtcNow() + (!succeeded ? PauseAfter(turn.Failures)
                : turn.IsRequested ? TimeSpan.Zero
                : Interval);
        }
    }

    /// <summary>How long nothing begins by itself; what runs or is requested may change that.</summary>
    public TimeSpan UntilNext()
    {
        lock (_lock)
        {
            var waiting = _turns.Values.Where(t => !t.IsRunning).ToArray();
            if (waiting.Length == 0 || _turns.Values.Count(t => t.IsRunning) >= AtOnce)
                return Interval;
            var until = waiting.Min(t => t.Due) - clock.GetUtcNow();
            return until < TimeSpan.Zero ? TimeSpan.Zero : until > Interval ? Interval : until;
        }
    }

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private Turn Known(string account)
    {
        if (!_turns.TryGetValue(account, out var turn))
            _turns[account] = turn = new Turn { Due = clock.GetUtcNow() };
        return turn;
    }

    private sealed class Turn
    {
        public DateTimeOffset Due { get; set; }

        public int Failures { get; set; }

        public bool IsRunning { get; set; }

        public bool IsRequested { get; set; }
    }
}
