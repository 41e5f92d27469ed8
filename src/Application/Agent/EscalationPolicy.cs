using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Agent;

/// <summary>What is decided before anybody composes an answer.</summary>
/// <param name="Reason">Why a person takes over, or, with <paramref name="KnowledgeOnly"/>, would.</param>
/// <param name="KnowledgeOnly">Whether the knowledge base's own words may still answer.</param>
internal sealed record Verdict(string Reason, string? Evidence, bool KnowledgeOnly);

/// <summary>
/// The guardrails' findings, the mood and the tenant's rules, weighed: the strictest verdict on any message of a turn
/// counts for all.
/// </summary>
internal static class EscalationPolicy
{
    /// <summary>Below it a citizen is angry, and a person takes over.</summary>
    public const double Angry = 0.3;

    /// <summary>Below it he is annoyed, and the ticket's priority rises.</summary>
    public const double Annoyed = 0.5;

    public const string NegativeSentiment = "negative_sentiment";

    public const string NoMatch = "no_kb_match";

    public const string Unavailable = "agent_unavailable";

    public const string Violation = "policy_violation";

    /// <summary>The strictest first.</summary>
    private static readonly string[] Strictest =
    [
        WireName.Of(GuardrailReason.Legal), WireName.Of(GuardrailReason.HumanRequest), NegativeSentiment,
        WireName.Of(GuardrailReason.Refund), WireName.Of(GuardrailReason.Pricing),
    ];

    /// <summary>Null when nothing stands against an answer.</summary>
    public static Verdict? Before(Turn turn)
    {
        var verdicts = turn.Messages.Where(m => !IsOnlyName(m)).SelectMany(m => m.Findings)
            .Select(f => new Verdict(f.Reason, f.Evidence, MayBeAnswered(turn.Profile.Escalation, f.Reason)))
            .Concat(turn.Messages.Where(m => m.Sentiment < Angry)
                .Select(_ => new Verdict(NegativeSentiment, null, false)))
            .ToArray();
        return verdicts.Where(v => !v.KnowledgeOnly).MinBy(Rank) ?? verdicts.MinBy(Rank);

        static int Rank(Verdict verdict) => Array.IndexOf(Strictest, verdict.Reason);
    }

    /// <summary>"Je m'appelle Luc" has the word of somebody who wants to be called, and wants nothing.</summary>
    private static bool IsOnlyName(AssessedMessage message) =>
        CourtesyGuess.Of(message.Message.Text) == Courtesy.Introduction;

    private static bool MayBeAnswered(EscalationRules rules, string reason) => WireName.Parse<GuardrailReason>(reason) switch
    {
        GuardrailReason.Pricing => rules.Pricing == QuestionRule.Knowledge,
        GuardrailReason.Refund => rules.Refund == QuestionRule.Knowledge,
        _ => false,
    };
}
