namespace CleanFte.Application.Agent.Replay;

/// <summary>Why a run cannot be replayed.</summary>
public enum NotReplayable
{
    /// <summary>The person's words were erased.</summary>
    Erased,

    /// <summary>What recorded it did not note all that is needed.</summary>
    OlderVersion,

    /// <summary>A text it was decided by is no longer kept.</summary>
    TextGone,

    /// <summary>An agent of somebody else decided it, and how is not known here.</summary>
    Guest,
}

/// <param name="reason">Why.</param>
/// <param name="advice">What to do, for the operator.</param>
internal sealed class NotReplayableException(NotReplayable reason, string advice) : Exception(advice)
{
    public NotReplayable Reason => reason;
}
