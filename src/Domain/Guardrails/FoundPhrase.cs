namespace CleanFte.Domain.Guardrails;

/// <summary>A phrase of the tables in a message.</summary>
/// <param name="Reason">What it is found for.</param>
/// <param name="Start">Where its first word starts in the text.</param>
/// <param name="End">Where its last word ends in the text.</param>
/// <param name="TriedOut">Whether it is none of our own, which the weights were fitted with.</param>
internal readonly record struct FoundPhrase(GuardrailReason Reason, int Start, int End, bool TriedOut = false);
