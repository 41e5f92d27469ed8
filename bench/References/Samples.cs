using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Bench.References;

/// <summary>Events as the product writes them. References write their text as it is: making it is not the database's work.</summary>
internal static class Samples
{
    public const string Report = "There is a deep pothole at the corner of Oak Street and Third Avenue, a bicycle fell";

    public const string Reply = "Thank you. Your message was added to your report TKT-7K4M-2Q9X. We will let you know when "
        + "something changes. To ask how it stands, write: status TKT-7K4M-2Q9X";

    private static readonly DateTimeOffset At = new(2026, 5, 4, 10, 30, 15, 123, TimeSpan.Zero);

    private static readonly Guid Id = Guid.CreateVersion7(At);

    public static string CustomerRegistered { get; } =
        EventTypes.Write(new CustomerRegistered(CustomerId.Of(Id), "Ana Torres", At));

    public static string IdentifierLinked { get; } =
        EventTypes.Write(new IdentifierLinked(IdentifierKind.Email, "ana.torres@example.org", Verification.Claimed, "web", At));

    public static string TicketCreated { get; } = EventTypes.Write(new TicketCreated(
        TicketId.Of(Id), "TKT-7K4M-2Q9X", CustomerId.Of(Id), null, Channel.Web, "pothole", "en", Priority.Normal,
        Severity.Moderate, "Pothole at the corner", Report, null, new string('a', 64), At));

    public static string MessageReceived { get; } = EventTypes.Write(new MessageReceived(
        Id, "SM0123456789abcdef0123456789abcdef", Channel.Whatsapp, Report, null, [], null, At, At));

    public static string MessageAssessed { get; } =
        EventTypes.Write(new MessageAssessed(Id, Channel.Whatsapp, "en", null, [], At));

    public static string ReplyDecided { get; } = EventTypes.Write(new ReplyDecided(
        Id, ReplyAuthor.Agent, [Id], [new ReplyPart(Id, Reply)], 0, null, TicketId.Of(Id), At));

    public static string NoteAdded { get; } = EventTypes.Write(new NoteAdded(Id, NoteAuthor.Citizen, Report, At));

    public static string ReplySent { get; } = EventTypes.Write(new ReplySent(
        Id, Channel.Whatsapp, Product.Account, "SM0123456789abcdef0123456789abcdef", At, At));
}
