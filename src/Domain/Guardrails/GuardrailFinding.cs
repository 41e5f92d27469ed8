namespace CleanFte.Domain.Guardrails;

/// <summary>A reason for care found in a message.</summary>
/// <param name="Reason">Which one.</param>
/// <param name="Evidence">
/// The words that gave it away, as they stand in the message; at most <see cref="MaxEvidence"/> characters of them.
/// </param>
public sealed record GuardrailFinding(GuardrailReason Reason, string Evidence)
{
    public const int MaxEvidence = 120;

    /// <summary>The reason as written in events, answers and metrics.</summary>
    public string Code => WireName.Of(Reason);
}
