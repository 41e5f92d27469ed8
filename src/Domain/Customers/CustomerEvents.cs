namespace CleanFte.Domain.Customers;

/// <summary>What is known of a person.</summary>
public abstract record CustomerEvent : IEvent;

/// <param name="Name">As the person or the provider gave it, or null.</param>
public sealed record CustomerRegistered(
    CustomerId Customer, [property: PersonalData] string? Name, DateTimeOffset At) : CustomerEvent;

/// <param name="Value">Canonical spelling: a phone in E.164 with +, an e-mail with its domain in lower case.</param>
/// <param name="By">What vouches for it: an account's name, a key's id, <c>form</c>.</param>
public sealed record IdentifierLinked(
    IdentifierKind Kind, [property: PersonalData] string Value, Verification Verification, string By, DateTimeOffset At)
    : CustomerEvent;

public sealed record IdentifierUnlinked(
    IdentifierKind Kind, [property: PersonalData] string Value, DateTimeOffset At) : CustomerEvent;

/// <summary>Services for that role are open to him.</summary>
/// <param name="Reference">By what the tenant's own books know him in it: the parish's number of a family; or null.</param>
public sealed record RoleGranted(
    string Role, DateTimeOffset At, [property: PersonalData] string? Reference = null) : CustomerEvent;

public sealed record RoleRevoked(string Role, DateTimeOffset At) : CustomerEvent;

/// <summary>Whether he may be written to without having written just before.</summary>
/// <param name="By">What told: an account's name, a key's id.</param>
public sealed record ConsentChanged(bool Allowed, string By, DateTimeOffset At) : CustomerEvent;

/// <summary>In both streams: they are one person from now on, and the other is its root.</summary>
/// <param name="Customer">Who leads to the other.</param>
/// <param name="By">Who decided it: a key's id, <c>code</c>.</param>
public sealed record CustomersMerged(CustomerId Customer, CustomerId Into, string By, DateTimeOffset At) : CustomerEvent;

/// <summary>In both streams: they were not one person.</summary>
public sealed record MergeUndone(CustomerId Customer, CustomerId Into, string By, DateTimeOffset At) : CustomerEvent;

/// <summary>What he writes is not taken any more.</summary>
public sealed record CustomerBlocked([property: PersonalData] string? Reason, string By, DateTimeOffset At) : CustomerEvent;

public sealed record CustomerUnblocked(string By, DateTimeOffset At) : CustomerEvent;

/// <summary>A one-time code went to an address that he claims.</summary>
public sealed record VerificationSent(
    Guid Verification, IdentifierKind Kind, [property: PersonalData] string Value, string By, DateTimeOffset At)
    : CustomerEvent;

/// <summary>Somebody entered a wrong code.</summary>
public sealed record VerificationFailed(Guid Verification, DateTimeOffset At) : CustomerEvent;

/// <summary>
/// What identified the person, and his own words, were masked wherever they were kept. In the stream of every customer he was.
/// </summary>
/// <param name="Person">The root, whose event holds the certificate.</param>
/// <param name="Stores">What was masked or removed, by store; empty but for the root.</param>
/// <param name="Knowledge">Articles and proposals that were made from his questions.</param>
/// <param name="NamedBy">Other customers who claim one of his addresses, and may be him.</param>
/// <param name="By">A key's id, or <c>retention</c>.</param>
public sealed record CustomerErased(
    CustomerId Person,
    IReadOnlyList<ErasedStore> Stores,
    IReadOnlyList<Guid> Knowledge,
    IReadOnlyList<CustomerId> NamedBy,
    string By,
    DateTimeOffset At) : CustomerEvent
{
    /// <summary>Other tickets, customers and articles in which his name or words were masked; null where none was.</summary>
    public IReadOnlyList<Guid>? Elsewhere { get; init; }
}

/// <param name="Store">Where it was: <c>events</c>, <c>inbox</c>, <c>media_files</c> ...</param>
/// <param name="Count">Entries that were masked or removed there.</param>
public sealed record ErasedStore(string Store, long Count);

public enum IdentifierKind
{
    Phone,
    WhatsappUser,
    Lid,
    Email,
    External,
}

/// <summary>
/// Verified: the provider authenticated the sender. Claimed: a person merely typed it. Only verified identifiers join
/// persons or widen what may be shown.
/// </summary>
public enum Verification
{
    Claimed,
    Verified,
}
