using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>Reads tickets from their read models. Every query is bounded by the tenant.</summary>
public interface ITicketQueries
{
    /// <summary>A ticket's public facts by id or canonical tracking number, or null.</summary>
    Task<TicketView?> Find(string tenant, string idOrTrackingNumber, CancellationToken ct);

    /// <summary>One page of tickets, newest first.</summary>
    Task<TicketPage> List(string tenant, TicketFilter filter, CancellationToken ct);

    /// <summary>A ticket's events, archived ones too, oldest first; none when there is no such ticket.</summary>
    Task<IReadOnlyList<StoredEvent>> Events(string tenant, Guid ticket, CancellationToken ct);

    /// <summary>A ticket's files, oldest first.</summary>
    Task<IReadOnlyList<MediaRow>> Media(string tenant, Guid ticket, CancellationToken ct);

    Task<MediaRow?> FindMedia(string tenant, Guid media, CancellationToken ct);
}

/// <summary>A ticket as the API shows it; the anonymous view leaves the reporter's part out.</summary>
public sealed record TicketView(
    Guid Id,
    string TrackingNumber,
    TicketStatus Status,
    string Category,
    Priority Priority,
    Severity Severity,
    string Channel,
    string Language,
    string Subject,
    Guid CustomerId,
    Guid? ConversationId,
    Place? Place,
    string? PublicText,
    string? EscalationReason,
    int? Rating,
    string? AccessCodeHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    long Version);

/// <summary>What a list of tickets is narrowed to; nulls do not narrow.</summary>
public sealed record TicketFilter(
    TicketStatus? Status,
    string? Category,
    Channel? Channel,
    Priority? Priority,
    IReadOnlyList<Guid>? Customers,
    DateTimeOffset? CreatedFrom,
    DateTimeOffset? CreatedTo,
    int Limit,
    TicketCursor? After);

/// <summary>Where the next page begins.</summary>
public sealed record TicketCursor(DateTimeOffset CreatedAt, Guid Id);

public sealed record TicketPage(IReadOnlyList<TicketView> Tickets, TicketCursor? Next);

/// <param name="Sequence">Its place in the one global order.</param>
/// <param name="Data">The event as JSON.</param>
public sealed record StoredEvent(
    long Sequence, long Version, string Type, DateTimeOffset At, string? UserName, string? CorrelationId, string Data);
