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
public sealed record RoleGranted(string Role, DateTimeOffset At) : CustomerEvent;

public sealed record RoleRevoked(string Role, DateTimeOffset At) : CustomerEvent;

/// <summary>Whether he may be written to without having written just before.</summary>
/// <param name="By">What told: an account's name, a key's id.</param>
public sealed record ConsentChanged(bool Allowed, string By, DateTimeOffset At) : CustomerEvent;

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
