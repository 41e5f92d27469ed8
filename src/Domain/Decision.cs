namespace CleanFte.Domain;

/// <summary>What a decider answers: events, nothing new, or one refusal.</summary>
public abstract class Decision
{
    private protected Decision(IReadOnlyList<IEvent> events, Refusal? refusal)
    {
        Events = events;
        Refusal = refusal;
    }

    /// <summary>A repeat: what was asked for is already so.</summary>
    public static NothingNew Nothing => default;

    public IReadOnlyList<IEvent> Events { get; }

    public Refusal? Refusal { get; }

    /// <summary>Converts to a decision of any stream.</summary>
    public readonly record struct NothingNew;
}

/// <inheritdoc cref="Decision"/>
public sealed class Decision<TEvent> : Decision
    where TEvent : class, IEvent
{
    private static readonly Decision<TEvent> NothingDecided = new([], null);

    private Decision(IReadOnlyList<IEvent> events, Refusal? refusal)
        : base(events, refusal)
    {
    }

    public static implicit operator Decision<TEvent>(TEvent e) => new([e], null);

    public static implicit operator Decision<TEvent>(TEvent[] events) => new(events, null);

    public static implicit operator Decision<TEvent>(List<TEvent> events) => new(events, null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new([], refusal);

    public static implicit operator Decision<TEvent>(NothingNew _) => NothingDecided;
}

/// <summary>Why something was not done: a value with a stable code, never an exception.</summary>
/// <param name="Code">Stable, for programs: <c>ticket.already_resolved</c>.</param>
/// <param name="Message">For people: what happened and what to do.</param>
/// <param name="Kind">How the caller should take it.</param>
/// <param name="Field">The field at fault, where there is one.</param>
public sealed record Refusal(string Code, string Message, RefusalKind Kind, string? Field = null)
{
    /// <summary>What is wrong with each field, where several are.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>How long to wait where it was asked for too often; null where nobody knows better than the caller.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal Malformed(IReadOnlyDictionary<string, string[]> errors) =>
        new("request.malformed", "Some fields are missing or wrong; errors names them.",
            RefusalKind.Shape)
        { Errors = errors };

    /// <param name="version">What it is now.</param>
    public static Refusal Stale(long version) => new(
        "version.stale",
        $"It has changed since you read it; its version is now {version}. Read it again and repeat what still makes sense.",
        RefusalKind.StaleVersion);

    public static Refusal NotFound(string what) =>
        new($"{what}.not_found", $"There is no such {what}.", RefusalKind.NotFound);
}

public enum RefusalKind
{
    /// <summary>The request itself is malformed.</summary>
    Shape,

    /// <summary>No such thing, or not for this tenant.</summary>
    NotFound,

    /// <summary>The thing's state does not allow it now.</summary>
    State,

    /// <summary>The caller decided on an older version.</summary>
    StaleVersion,

    /// <summary>A rule forbids it whatever the state.</summary>
    Rule,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>It is asked for more often than makes sense.</summary>
    TooOften,
}
