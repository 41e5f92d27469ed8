using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Domain.Tickets;

/// <summary>One concern of one person, from report to resolution.</summary>
public sealed record Ticket(
    TicketId Id,
    string TrackingNumber,
    CustomerId Customer,
    ConversationId? Conversation,
    Channel Channel,
    string ServiceCode,
    string Language,
    TicketStatus Status,
    Priority Priority,
    Severity Severity,
    string Subject,
    Place? Place,
    string? AccessCodeHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : IStream<Ticket>
{
    /// <summary>Files of one ticket; more are refused, so that a ticket stays loadable.</summary>
    public const int MaxMedia = 100;

    /// <summary>Updates by other systems; more are refused, for the same reason.</summary>
    public const int MaxUpdates = 500;

    public static string StreamType => "ticket";

    public string? PublicText { get; init; }

    /// <summary>The last words that were published of it, by staff or by another system, and when.</summary>
    public (string Text, DateTimeOffset At)? PublicNews { get; init; }

    public string? EscalationReason { get; init; }

    /// <summary>When it was resolved, or closed without; later notes do not move it.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    public int? Rating { get; init; }

    /// <summary>Files known of: null while pending, then whether they were kept.</summary>
    public IReadOnlyDictionary<Guid, bool?> Media { get; init; } = EmptyMedia;

    /// <summary>Updates that other systems posted, so that a repeat is recognised.</summary>
    public IReadOnlySet<Guid> Updates { get; init; } = NoUpdates;

    /// <summary>The reporter's words, where he wrote them for everybody to read.</summary>
    public string? Published { get; init; }

    /// <summary>What was answered to the service's questions.</summary>
    public IReadOnlyList<TicketAnswer>? Answers { get; init; }

    public bool IsOver => Status is TicketStatus.Resolved or TicketStatus.Closed;

    /// <summary>Whether nothing is known of the reporter any more.</summary>
    public bool ReporterIsErased { get; init; }

    private static readonly IReadOnlySet<Guid> NoUpdates = new HashSet<Guid>();

    private static readonly IReadOnlyDictionary<Guid, bool?> EmptyMedia = new Dictionary<Guid, bool?>();

    static Ticket? IStream<Ticket>.Evolve(Ticket? state, IEvent e) => e is TicketEvent t ? Evolve(state, t) : state;

    public static Ticket? Evolve(Ticket? ticket, TicketEvent e) => e switch
    {
        TicketCreated c => new Ticket(
            c.Ticket, c.TrackingNumber, c.Customer, c.Conversation, c.Channel, c.ServiceCode, c.Language,
            TicketStatus.Open, c.Priority, c.Severity, c.Subject, c.Place, c.AccessCodeHash, c.At, c.At)
        {
            Published = Publication.IsWrittenForEverybody(c.Channel) ? c.Description : null,
            Answers = c.Answers,
        },
        MediaReferenced m => ticket! with { Media = With(ticket.Media, m.Media, null), UpdatedAt = m.At },
        MediaAttached m => ticket! with { Media = With(ticket.Media, m.Media, true), UpdatedAt = m.At },
        MediaRefused m => ticket! with { Media = With(ticket.Media, m.Media, false), UpdatedAt = m.At },
        TicketCategorised c => ticket! with { ServiceCode = c.ServiceCode, UpdatedAt = c.At },
        PriorityRaised p => ticket! with { Priority = p.Priority, UpdatedAt = p.At },
        TicketEscalated t => ticket! with
        {
            Status = TicketStatus.Escalated,
            EscalationReason = t.Reason,
            UpdatedAt = t.At,
        },
        TicketAssigned a => ticket! with { UpdatedAt = a.At },
        NoteAdded n => ticket! with { UpdatedAt = n.At },
        PlaceSet p => ticket! with { Place = p.Place, UpdatedAt = p.At },
        PublicTextPublished p => ticket! with { PublicText = p.Text, PublicNews = (p.Text, p.At), UpdatedAt = p.At },
        UpdatePosted u => ticket! with
        {
            Updates = new HashSet<Guid>(ticket.Updates) { u.Update },
            PublicNews = u.Text is { } text ? (text, u.At) : ticket.PublicNews,
            UpdatedAt = u.At,
        },
        StatusChanged s => ticket! with
        {
            Status = s.To,
            ResolvedAt = s.To == TicketStatus.Closed ? ticket.ResolvedAt ?? s.At : null,
            UpdatedAt = s.At,
        },
        TicketResolved r => ticket! with { Status = TicketStatus.Resolved, ResolvedAt = r.At, UpdatedAt = r.At },
        TicketReopened r => ticket! with { Status = TicketStatus.Open, ResolvedAt = null, UpdatedAt = r.At },
        FeedbackGiven f => ticket! with { Rating = f.Rating, UpdatedAt = f.At },
        ReporterErased => ticket! with
        {
            Subject = PersonalDataAttribute.Mask,
            Place = null,
            AccessCodeHash = null,
            PublicText = ticket.PublicText is null ? null : PersonalDataAttribute.Mask,
            PublicNews = null,
            Published = ticket.Published is null ? null : PersonalDataAttribute.Mask,
            Answers = null,
            ReporterIsErased = true,
        },
        _ => ticket,
    };

    private static Dictionary<Guid, bool?> With(IReadOnlyDictionary<Guid, bool?> media, Guid id, bool? kept) =>
        new(media) { [id] = kept };
}
