using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Domain.Tickets;

/// <summary>What happened to a ticket.</summary>
public abstract record TicketEvent : IEvent;

/// <param name="TrackingNumber">Canonical spelling, unique in the database.</param>
/// <param name="Conversation">Where it was reported, when by a conversation.</param>
/// <param name="Subject">One line.</param>
/// <param name="AccessCodeHash">See <see cref="AccessCode"/>; null when the reporter has his own channel.</param>
public sealed record TicketCreated(
    TicketId Ticket,
    string TrackingNumber,
    CustomerId Customer,
    ConversationId? Conversation,
    Channel Channel,
    string ServiceCode,
    string Language,
    Priority Priority,
    Severity Severity,
    [property: PersonalData] string Subject,
    [property: PersonalData] string Description,
    Place? Place,
    [property: PersonalData] string? AccessCodeHash,
    DateTimeOffset At) : TicketEvent
{
    /// <summary>What was answered to the service's questions; null where nothing was asked.</summary>
    public IReadOnlyList<TicketAnswer>? Answers { get; init; }
}

/// <param name="Question">The name of the service's step.</param>
public sealed record TicketAnswer(string Question, [property: PersonalData] string Value);

/// <summary>A file is known of but not here yet.</summary>
/// <param name="Reference">Its address or id at the provider.</param>
public sealed record MediaReferenced(
    Guid Media,
    [property: PersonalData] string Reference,
    string DeclaredType,
    MediaSource Source,
    MediaPurpose Purpose,
    string? Account,
    DateTimeOffset At) : TicketEvent;

/// <summary>A file is stored as evidence.</summary>
/// <param name="ContentType">What its bytes say it is.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="PublicKey">Where the copy without metadata is, for kinds that can have one.</param>
/// <param name="Processed">Whether it was checked and, where possible, copied for the public.</param>
public sealed record MediaAttached(
    Guid Media,
    [property: PersonalData] string Key,
    [property: PersonalData] string? PublicKey,
    string ContentType,
    string DeclaredType,
    long Size,
    [property: PersonalData] string Sha256,
    [property: PersonalData] string? FileName,
    MediaSource Source,
    MediaPurpose Purpose,
    bool Processed,
    DateTimeOffset At) : TicketEvent;

/// <summary>A file will not be kept.</summary>
/// <param name="Reason">Stable: <c>too_large</c>, <c>type_mismatch</c>, <c>unreachable</c> ...</param>
public sealed record MediaRefused(
    Guid Media, string Reason, string DeclaredType, MediaSource Source, MediaPurpose Purpose, DateTimeOffset At)
    : TicketEvent;

public sealed record TicketCategorised(string ServiceCode, DateTimeOffset At) : TicketEvent;

/// <param name="Reason">A code such as <c>negative_sentiment</c>, or a colleague's own words.</param>
public sealed record PriorityRaised(Priority Priority, [property: PersonalData] string Reason, DateTimeOffset At) : TicketEvent;

/// <param name="Evidence">The words that led to it, or null.</param>
public sealed record TicketEscalated(
    Channel Channel, string Reason, [property: PersonalData] string? Evidence, DateTimeOffset At) : TicketEvent;

public sealed record TicketAssigned(Guid Member, DateTimeOffset At) : TicketEvent;

/// <summary>Something was added to the file: by staff for colleagues, or by the reporter.</summary>
/// <param name="Message">
/// The message of a conversation whose words these are: of whoever wrote there, who need not be who holds the access code.
/// Null where it was added to the ticket itself.
/// </param>
public sealed record NoteAdded(
    Guid Note, NoteAuthor Author, [property: PersonalData] string Text, DateTimeOffset At, Guid? Message = null) : TicketEvent;

public sealed record PlaceSet(Place Place, DateTimeOffset At) : TicketEvent;

/// <summary>Words written for everybody to read.</summary>
public sealed record PublicTextPublished([property: PersonalData] string Text, DateTimeOffset At) : TicketEvent;

/// <summary>
/// Another system that takes part in the work said how the ticket goes on, for everybody to read.
/// </summary>
/// <param name="Update">Named by who said it and what he calls it, so that a repeat is recognised.</param>
/// <param name="Status">
/// What it changed the status to; the change is the event that follows, after a reopening where the ticket was over. Null where
/// it changed nothing.
/// </param>
/// <param name="Word">
/// Its own word for how the ticket stands, one of a fixed list: <c>no_further_action</c>; null where it said none.
/// </param>
public sealed record UpdatePosted(
    Guid Update, [property: PersonalData] string? Text, TicketStatus? Status, DateTimeOffset At, string? Word = null)
    : TicketEvent;

public sealed record StatusChanged(TicketStatus From, TicketStatus To, DateTimeOffset At) : TicketEvent;

/// <param name="Resolution">What was done, for the file.</param>
public sealed record TicketResolved([property: PersonalData] string? Resolution, DateTimeOffset At) : TicketEvent;

public sealed record TicketReopened([property: PersonalData] string? Reason, DateTimeOffset At) : TicketEvent;

/// <param name="Rating">1 (bad) to 5 (good).</param>
public sealed record FeedbackGiven(int Rating, [property: PersonalData] string? Comment, DateTimeOffset At)
    : TicketEvent;

/// <summary>Nothing is known of the reporter any more; his words, files and place are masked. The work goes on.</summary>
public sealed record ReporterErased(DateTimeOffset At) : TicketEvent;

/// <summary>A place in WGS 84 degrees, or only its address.</summary>
public sealed record Place(
    [property: PersonalData] double? Latitude = null,
    [property: PersonalData] double? Longitude = null,
    [property: PersonalData] string? Address = null)
{
    public const int MaxAddress = 300;

    /// <summary>Whether it says where: both coordinates in range, an address, or all of it.</summary>
    public bool IsOnEarth() =>
        Latitude.HasValue == Longitude.HasValue
        && Latitude is null or >= -90 and <= 90
        && Longitude is null or >= -180 and <= 180
        && (Address?.Length ?? 0) <= MaxAddress
        && (Latitude is not null || !string.IsNullOrWhiteSpace(Address));
}

public enum TicketStatus
{
    Open,
    InProgress,
    Waiting,
    Escalated,
    Resolved,
    Closed,
}

public enum Priority
{
    Low,
    Normal,
    High,
    Urgent,
}

/// <summary>How bad the reported thing is, by the catalogue.</summary>
public enum Severity
{
    Minor,
    Moderate,
    Serious,
    Dangerous,
}

public enum MediaSource
{
    Whatsapp,
    Email,
    Upload,
    Open311,

    /// <summary>Added by colleagues, for the file.</summary>
    Staff,
}

public enum MediaPurpose
{
    Evidence,
    Conversation,
}

public enum NoteAuthor
{
    Citizen,
    Staff,
    System,
}
