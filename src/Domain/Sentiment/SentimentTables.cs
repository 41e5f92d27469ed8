using CleanFte.Domain.Conversations;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>What is known of one language: its phrases and the weights of its words.</summary>
/// <param name="Language">As <see cref="LanguageGuess"/> has it.</param>
/// <param name="Phrases">Phrases that tell a feeling.</param>
/// <param name="Groups">Words that play the same part.</param>
/// <param name="Weights">How much everything found speaks for anger.</param>
internal sealed record SentimentTables(
    string Language, PhraseIndex<SentimentCue> Phrases, WordGroups Groups, EvidenceWeights Weights)
{
    private static readonly SentimentTables[] All = [Embedded("en"), Embedded("es"), Embedded("fr")];

    /// <param name="language">For an unknown one these are the tables of every language.</param>
    public static ReadOnlySpan<SentimentTables> Of(string language)
    {
        var known = Array.FindIndex(All, tables => tables.Language == language);
        return known < 0 ? All : All.AsSpan(known, 1);
    }

    private static SentimentTables Embedded(string language) => new(
        language,
        new([PhraseTable<SentimentCue>.Embedded($"sentiment.{language}.txt")]),
        WordGroups.Embedded($"sentiment.groups.{language}.txt"),
        EvidenceWeights.Embedded($"sentiment.weights.{language}.txt"));
}
