using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// The stems that PostgreSQL's dictionaries make of words, kept in memory because they never change: a question is taken
/// apart by the same rules as the articles were.
/// </summary>
internal sealed class WordStems(WordStore store)
{
    /// <summary>Words that are remembered, of all languages: 10 MiB at most; strangers write them.</summary>
    public const int MaxKept = 50_000;

    private readonly ConcurrentDictionary<(string Language, string Word), string[]> _kept = new();

    private int _count;

    /// <summary>Of every word; none for one that says nothing, such as "the".</summary>
    public async ValueTask<IReadOnlyDictionary<string, string[]>> Of(
        IEnumerable<string> words, string language, CancellationToken ct)
    {
        var stems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var word in words.Distinct())
        {
            if (_kept.TryGetValue((language, word), out var kept))
            {
                stems[word] = kept;
            }
            else
            {
                unknown.Add(word);
            }
        }

        if (unknown.Count > 0)
        {
            foreach (var (word, made) in await store.Stems([.. unknown], language, ct))
            {
                stems[word] = made;
                Keep(language, word, made);
            }
        }

        return stems;
    }

    private void Keep(string language, string word, string[] stems)
    {
        if (_kept.TryAdd((language, word), stems) && Interlocked.Increment(ref _count) > MaxKept)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }
}
