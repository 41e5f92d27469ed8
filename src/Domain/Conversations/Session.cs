using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Conversations;

/// <summary>A conversation's use of one service.</summary>
public sealed record Session(
    Guid Id, string ServiceCode, TicketId? Ticket, string? TrackingNumber, DateTimeOffset OpenedAt)
{
    private static readonly IReadOnlyDictionary<string, string> NoData = new Dictionary<string, string>();

    /// <inheritdoc cref="SessionAdvanced"/>
    public int Step { get; init; }

    public int Attempts { get; init; }

    public int Unmatched { get; init; }

    public bool? Answered { get; init; }

    public IReadOnlyDictionary<string, string> Data { get; init; } = NoData;

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many events have made it what it is.</summary>
    public int Version { get; init; } = 1;

    public Session After(SessionAdvanced e) => this with
    {
        ServiceCode = e.ServiceCode,
        Step = e.Step,
        Attempts = e.Attempts,
        Unmatched = e.Unmatched,
        Answered = e.Answered,
        Data = e.Data,
        ExpiresAt = e.ExpiresAt,
        Version = Version + 1,
    };

    /// <summary>The event that would make it as it is now.</summary>
    public SessionAdvanced Advanced(DateTimeOffset now) =>
        new(Id, ServiceCode, Step, Attempts, Unmatched, Answered, Data, ExpiresAt, now);

    /// <summary>Whether the same is in it; equality of records does not look into dictionaries.</summary>
    public bool SaysSameAs(Session other) =>
        this with { Data = other.Data, Version = other.Version } == other
        && Data.Count == other.Data.Count
        && Data.All(d => other.Data.TryGetValue(d.Key, out var value) && value == d.Value);
}

/// <summary>A session that is over.</summary>
public sealed record EndedSession(Session Session, string Reason, DateTimeOffset At);
