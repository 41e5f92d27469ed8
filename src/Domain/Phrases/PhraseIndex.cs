namespace CleanFte.Domain.Phrases;

/// <summary>
/// Phrases by their first word, as numbers. What one word of a message costs is bounded by the tables alone, so that
/// any message is read in time linear to its length.
/// </summary>
internal sealed class PhraseIndex<TLabel>
    where TLabel : struct, Enum
{
    private readonly CompiledPhrase<TLabel>[][] _byFirstTerm;

    public PhraseIndex(IReadOnlyCollection<PhraseTable<TLabel>> tables)
    {
        var phrases = tables.SelectMany(t => t.Phrases).ToList();
        Vocabulary = new(
            phrases.SelectMany(p => p.Steps).SelectMany(s => s.Terms).Distinct(StringComparer.Ordinal),
            tables.SelectMany(t => t.Known));
        var byFirst = phrases
            .Select(p => (First: p.Steps[0].Terms, Phrase: new CompiledPhrase<TLabel>(p, Vocabulary)))
            .SelectMany(p => p.First.Distinct().Select(term => (term: Vocabulary.NumberOf(term), p.Phrase)))
            .ToLookup(p => p.term, p => p.Phrase);
        _byFirstTerm = [.. Enumerable.Range(0, Vocabulary.Count).Select(term => byFirst[term].ToArray())];
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>All matches that no other phrase cancels, in the order of their first words.</summary>
    public IReadOnlyList<PhraseMatch<TLabel>> Find(IReadOnlyList<MessageWord> words)
    {
        List<PhraseMatch<TLabel>> found = [];
        HashSet<(TLabel, int)> cancelled = [];
        for (var first = 0; first < words.Count; first++)
        {
            foreach (var term in words[first].Terms)
            {
                foreach (var phrase in _byFirstTerm[term])
                {
                    var end = phrase.EndIn(words, first);
                    if (end > first && phrase.Cancels)
                    {
                        cancelled.UnionWith(Words(words, first, end).Select(word => (phrase.Label, word)));
                    }
                    else if (end > first)
                    {
                        found.Add(new(phrase.Label, first, end - 1));
                    }
                }
            }
        }

        return cancelled.Count == 0 ? found : [.. found
            .Where(m => !Words(words, m.First, m.Last + 1).Any(word => cancelled.Contains((m.Label, word))))];
    }

    private static IEnumerable<int> Words(IReadOnlyList<MessageWord> words, int first, int end) =>
        Enumerable.Range(first, end - first).Where(i => !words[i].IsEdge);
}
