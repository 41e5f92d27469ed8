namespace CleanFte.Application.Conversations;

/// <summary>What could not be processed or sent, as administrators see it: no payload, no address, no words.</summary>
/// <param name="Kind"><c>inbox</c>, <c>outbox</c> or <c>webhook</c>.</param>
/// <param name="Account">The channel account; of a webhook its subscription.</param>
/// <param name="Crashes">Worker deaths during its processing; sending counts none.</param>
/// <param name="At">When it was given up, or its last attempt to be sent.</param>
public sealed record DeadLetter(
    string Kind, long Id, string Account, string? Reason, int Tries, int Crashes, DateTimeOffset At);

/// <summary>Where the next page begins.</summary>
public sealed record DeadLetterCursor(DateTimeOffset At, string Kind, long Id);

public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, DeadLetterCursor? Next);

public enum DeadLetterKind
{
    Inbox,
    Outbox,

    /// <summary>What was to be delivered to a subscription.</summary>
    Webhook,
}

/// <summary>Reads and revives dead letters. Every statement is bounded by the tenant.</summary>
public interface IDeadLetters
{
    /// <summary>One page, newest first.</summary>
    Task<DeadLetterPage> List(string tenant, int limit, DeadLetterCursor? after, CancellationToken ct);

    /// <summary>Gives one back to the workers as if it were new, and wakes them.</summary>
    Task<Replay> Replay(string tenant, DeadLetterKind kind, long id, CancellationToken ct);
}

/// <summary>What came of a replay.</summary>
public enum Replay
{
    Done,

    /// <summary>There is no such dead letter of this tenant.</summary>
    Unknown,

    /// <summary>The subscription that it is for is disabled.</summary>
    Disabled,

    /// <summary>The agent wrote it, and a human has taken over since.</summary>
    Withheld,
}
