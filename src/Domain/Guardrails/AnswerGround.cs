namespace CleanFte.Domain.Guardrails;

/// <summary>What an answer may rest on, and what it must not give away.</summary>
/// <param name="Knowledge">The passages that the model was given.</param>
/// <param name="OwnTrackingNumbers">The customer's own tickets.</param>
/// <param name="OwnContacts">The customer's own addresses and telephone numbers.</param>
/// <param name="Prompt">Our instructions to the model, without the passages.</param>
/// <param name="Marker">The run's secret; empty when there is none.</param>
public sealed record AnswerGround(
    IReadOnlyList<string> Knowledge,
    IReadOnlyList<string> OwnTrackingNumbers,
    IReadOnlyList<string> OwnContacts,
    string Prompt,
    string Marker)
{
    /// <summary>Characters of knowledge that are compared with; what only the rest says counts as not known.</summary>
    public const int MaxKnowledge = 200_000;

    /// <summary>Characters of the prompt that are guarded.</summary>
    public const int MaxPrompt = 100_000;
}

/// <summary>Why an answer must not be sent.</summary>
public enum AnswerFault
{
    Price,
    RefundPromise,
    LegalPromise,
    ForeignLink,
    ForeignContact,
    OtherPerson,
    PromptLeak,
    Unreadable,
    TooLong,

    /// <summary>What the organisation will do, and by when, is given as certain.</summary>
    Promise,
}

/// <summary>What stands in an answer that a machine may not say.</summary>
/// <param name="Fault">Of which kind.</param>
/// <param name="Evidence">
/// The matched text as it stands in the answer, at most <see cref="GuardrailFinding.MaxEvidence"/> characters. It holds
/// what the answer was withheld for: it belongs in the record of the run, not into a log.
/// </param>
public sealed record AnswerViolation(AnswerFault Fault, string Evidence)
{
    /// <summary>The fault as written in events, answers and metrics.</summary>
    public string Code => WireName.Of(Fault);
}

/// <summary>A part of the folded text.</summary>
internal readonly record struct Found(int Start, int Length)
{
    public int End => Start + Length;
}
