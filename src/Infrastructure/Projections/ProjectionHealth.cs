namespace CleanFte.Infrastructure.Projections;

/// <summary>How the asynchronous projections of this process fare, for the health endpoint.</summary>
internal sealed class ProjectionHealth(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private ProjectionState _state = new(null, clock.GetUtcNow(), [], null, null);

    public ProjectionState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>How long ago it had counted all there was; zero while nothing is left to do.</summary>
    public TimeSpan Lag => State is { CaughtUp: false } behind ? clock.GetUtcNow() - behind.CaughtUpAt : TimeSpan.Zero;

    public void Report(ProjectionStep step)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var blocked = step.BlockedBy.Count > 0;
            _state = new(
                step.Position ?? _state.Position,
                step.Events == 0 && !blocked ? now : _state.CaughtUpAt,
                step.BlockedBy,
                blocked ? _state.BlockedSince ?? now : null,
                null)
            {
                CaughtUp = step.Events == 0 && !blocked,
            };
        }
    }

    public void Report(Exception error)
    {
        lock (_lock)
        {
            _state = _state with { Error = error.Message, CaughtUp = false };
        }
    }
}

/// <summary>How a projection fares at one moment.</summary>
/// <param name="Position">The log's sequence it stands at; null while another process does the work.</param>
/// <param name="CaughtUpAt">When it last had nothing left to do.</param>
/// <param name="BlockedBy">Server processes whose open transactions hold it up.</param>
/// <param name="Error">What went wrong last, while it has not worked since.</param>
internal sealed record ProjectionState(
    long? Position, DateTimeOffset CaughtUpAt, IReadOnlyList<int> BlockedBy, DateTimeOffset? BlockedSince,
    string? Error)
{
    public bool CaughtUp { get; init; }
}
