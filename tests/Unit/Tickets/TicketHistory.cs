using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Tickets;

/// <summary>A ticket on WhatsApp of normal priority, and what happened to it.</summary>
internal static class TicketHistory
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TicketCreated Created = new(
        TicketId.New(Start), "TKT-0000-000000", CustomerId.New(Start), null, Channel.Whatsapp, "pothole", "en",
        Priority.Normal, Severity.Moderate, "Pothole", "A pothole", null, null, Start);

    public static Ticket Given(params TicketEvent[] events) => Fold([Created, .. events])!;

    public static Ticket? Fold(IEnumerable<TicketEvent> events) => events.Aggregate((Ticket?)null, Ticket.Evolve);

    public static MediaReferenced Reference(Guid media) =>
        new(media, "ref", "image/jpeg", MediaSource.Whatsapp, MediaPurpose.Evidence, "main", Start);

    public static MediaAttached Attach(Guid media) => new(
        media, "key", null, "image/jpeg", "image/jpeg", 1, "00", null, MediaSource.Whatsapp, MediaPurpose.Evidence, true,
        Start);
}
