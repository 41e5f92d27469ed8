using System.Collections.Frozen;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>The tables of phrases and words, one index per language and one of all of them.</summary>
internal static class SentimentCues
{
    private static readonly PhraseTable<SentimentCue>[] English = Tables("sentiment.en.txt", "sentiment.vader.en.txt");
    private static readonly PhraseTable<SentimentCue>[] Spanish = Tables("sentiment.es.txt");
    private static readonly PhraseTable<SentimentCue>[] French = Tables("sentiment.fr.txt");

    private static readonly PhraseIndex<SentimentCue> All = new([.. English, .. Spanish, .. French]);

    private static readonly FrozenDictionary<string, PhraseIndex<SentimentCue>> ByLanguage =
        new Dictionary<string, PhraseIndex<SentimentCue>>
        {
            ["en"] = new(English),
            ["es"] = new(Spanish),
            ["fr"] = new(French),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="language">As <see cref="LanguageGuess"/> has it; for any other all tables are read.</param>
    public static PhraseIndex<SentimentCue> Of(string language) => ByLanguage.GetValueOrDefault(language, All);

    private static PhraseTable<SentimentCue>[] Tables(params ReadOnlySpan<string> resources)
    {
        var tables = new PhraseTable<SentimentCue>[resources.Length];
        for (var i = 0; i < resources.Length; i++)
        {
            tables[i] = PhraseTable<SentimentCue>.Embedded(resources[i]);
        }

        return tables;
    }
}
