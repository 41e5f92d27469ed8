using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Tenants;

/// <summary>A message, or several in turn, with what should come of them.</summary>
/// <param name="Channel">whatsapp, email, web, rest.</param>
/// <param name="Roles">The customer's.</param>
public sealed record SampleTicket(
    string Name, string Channel, IReadOnlyList<string> Roles, IReadOnlyList<SampleTurn> Turns)
{
    public const int MaxTurns = 20;

    /// <summary>Samples of one tenant.</summary>
    public const int MaxSamples = 500;

    public bool SaysSameAs(SampleTicket other) =>
        this with { Roles = other.Roles, Turns = other.Turns } == other
        && Roles.SequenceEqual(other.Roles)
        && Turns.SequenceEqual(other.Turns);
}

public sealed record SampleTurn(string Text, Place? Place, bool Photo, SampleOutcome? Expect);

/// <param name="Decision">answer, ask, acknowledge, escalate.</param>
/// <param name="Reason">Why it is escalated, or null where it does not matter.</param>
/// <param name="Service">The service's code, or null where it does not matter.</param>
/// <param name="Source">The article that is answered from, by its path in the tenant's folder.</param>
public sealed record SampleOutcome(
    string Decision, string? Reason, string? Service, string? Source, Priority? Priority);
