namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Why a message must be treated with care. Outside they are written as <see cref="WireName"/> has it:
/// <c>human_request</c>. What belongs to which is in docs/guardrails/annotation-guide.md.
/// </summary>
public enum GuardrailReason
{
    Pricing,
    Refund,
    Legal,
    HumanRequest,
}
