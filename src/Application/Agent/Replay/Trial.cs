using CleanFte.Domain.Agent;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent.Replay;

/// <summary>What past runs are decided by instead; one of them.</summary>
/// <param name="Prompt">Instructions for the model, with the same placeholders as ours.</param>
/// <param name="Model">Another model of the configured provider, by its name there.</param>
/// <param name="Phrases">Other phrases of the guardrails.</param>
public sealed record Trial(string? Prompt = null, string? Model = null, GuardrailPhrases? Phrases = null)
{
    /// <summary>Runs that are decided with a live model, which costs money, at most.</summary>
    public const int MaxModelRuns = 1_000;

    /// <summary>Characters of instructions.</summary>
    public const int MaxPrompt = 50_000;

    /// <summary>Whether a live model is asked.</summary>
    public bool AsksModel => Prompt is not null || Model is not null;
}

/// <summary>What would have come of a run.</summary>
/// <param name="Now">Null where it could not be decided; <paramref name="Why"/> says why.</param>
public sealed record TriedRun(
    string Tenant, Guid Run, DateTimeOffset? At, RunOutcome? Recorded, RunOutcome? Now, string? Why)
{
    public bool IsNewEscalation => Changed(o => o.Decision == RunDecision.Escalate) && IsEscalation(Now);

    public bool IsNoLongerEscalated => Changed(o => o.Decision == RunDecision.Escalate) && IsEscalation(Recorded);

    /// <summary>Whether both or neither is an escalation, and something else is said.</summary>
    public bool IsOtherAnswer => !Changed(o => o.Decision == RunDecision.Escalate)
        && Changed(o => (o.Decision, o.Reason, string.Join('\n', o.Replies)));

    public bool IsOtherPriority => Changed(o => (Priority?)o.Priority);

    private bool Changed<T>(Func<RunOutcome, T> of) =>
        Recorded is not null && Now is not null && !Equals(of(Recorded), of(Now));

    private static bool IsEscalation(RunOutcome? outcome) => outcome?.Decision == RunDecision.Escalate;
}
