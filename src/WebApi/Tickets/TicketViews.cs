using System.Text.Json;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Tickets;

/// <summary>What everybody who has the tracking number may see: nothing of the reporter.</summary>
internal sealed record PublicTicket(
    string TrackingNumber, TicketStatus Status, string Category, Priority Priority, string Channel, string? PublicText,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ResolvedAt)
{
    public static PublicTicket Of(TicketView t) => new(
        t.TrackingNumber, t.Status, t.Category, t.Priority, t.Channel, t.PublicText, t.CreatedAt, t.UpdatedAt,
        t.ResolvedAt);
}

/// <summary>What keys of the tenant may see.</summary>
internal sealed record FullTicket(
    Guid Id, string TrackingNumber, TicketStatus Status, string Category, Priority Priority, Severity Severity,
    string Channel,
    string Language, string Subject, Guid CustomerId, Guid? ConversationId, Place? Location, string? PublicText,
    string? EscalationReason, int? Rating, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    long Version)
{
    public static FullTicket Of(TicketView t) => new(
        t.Id, t.TrackingNumber, t.Status, t.Category, t.Priority, t.Severity, t.Channel, t.Language, t.Subject,
        t.CustomerId,
        t.ConversationId, t.Place, t.PublicText, t.EscalationReason, t.Rating, t.CreatedAt, t.UpdatedAt, t.ResolvedAt,
        t.Version);
}

/// <param name="Cursor">Where the next page begins; null on the last.</param>
internal sealed record TicketList(IEnumerable<FullTicket> Items, string? Cursor);

/// <summary>Oldest first.</summary>
internal sealed record TicketEvents(IEnumerable<TicketEventView> Items);

/// <inheritdoc cref="StoredEvent"/>
internal sealed record TicketEventView(
    long Sequence, long Version, string Type, DateTimeOffset At, string? UserName, string? CorrelationId,
    JsonElement Data)
{
    public static TicketEventView Of(StoredEvent e) => new(
        e.Sequence, e.Version, e.Type, e.At, e.UserName, e.CorrelationId, JsonDocument.Parse(e.Data).RootElement);
}
