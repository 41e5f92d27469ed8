using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent;

/// <summary>What is to be said, before policy and format.</summary>
/// <param name="Topic">Messages of one unit about the same thing are answered once.</param>
/// <param name="Matched">Whether anything was known for the message.</param>
internal sealed record Draft(RunDecision Decision, string Text, string Topic, bool Matched = true)
{
    /// <summary>Why a person must take over, with Escalate.</summary>
    public string? Reason { get; init; }

    public string? Evidence { get; init; }

    /// <summary>Whether it consists of our own sentences, which need no check.</summary>
    public bool Fixed { get; init; }

    /// <summary>Whether a model's own words are in it.</summary>
    public bool ByModel { get; init; }

    /// <summary>Whether it only answers a politeness.</summary>
    public bool Courtesy { get; init; }

    /// <summary>What may be chosen or is asked for with it.</summary>
    public ReplyOffer? Offer { get; init; }

    /// <summary>
    /// A model's own words. More than can be checked ends with the last sentence that can; what has none there stays too
    /// long.
    /// </summary>
    public static Draft Said(string text, bool expectsReply) =>
        new(
            expectsReply ? RunDecision.Ask : RunDecision.Answer,
            SentenceSplitter.FirstSentences(text, AnswerCheck.MaxCharacters) ?? text.Trim(),
            "model")
        {
            ByModel = true,
        };

    /// <summary>Several messages are answered in one reply: whatever must go to a person counts for all.</summary>
    public static Draft Together(IReadOnlyList<Draft> drafts)
    {
        if (drafts.Count == 1)
        {
            return drafts[0];
        }

        if (drafts.FirstOrDefault(d => d.Decision == RunDecision.Escalate) is { } escalation)
        {
            return escalation;
        }

        var said = drafts.Where(d => !d.Courtesy).DefaultIfEmpty(drafts[^1]).DistinctBy(d => d.Topic).ToArray();
        return new Draft(
            Array.Exists(said, d => d.Decision == RunDecision.Ask) ? RunDecision.Ask
            : Array.Exists(said, d => d.Decision == RunDecision.Answer) ? RunDecision.Answer : RunDecision.Acknowledge,
            string.Join("\n\n", said.Select(d => d.Text)),
            "together",
            said[^1].Matched)
        {
            Fixed = Array.TrueForAll(said, d => d.Fixed),
            Courtesy = Array.TrueForAll(said, d => d.Courtesy),
            ByModel = Array.Exists(said, d => d.ByModel),
            Offer = said[^1].Offer,
        };
    }
}
