using System.Collections.Frozen;

namespace CleanFte.Domain.Services;

/// <summary>Words and phrases by their first word, as numbers, so that comparing allocates nothing.</summary>
internal sealed class TriggerIndex
{
    private const int Unknown = -1;
    private const int ShortestInflected = 3;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Trigger[][] _byFirstWord;

    /// <param name="triggers">A phrase and whose it is; a phrase without letters is passed over.</param>
    public TriggerIndex(IReadOnlyCollection<(int Owner, string Phrase)> triggers)
    {
        var phrases = triggers
            .Select(t => (t.Owner, Words: FoldedWords.Join(t.Phrase).Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Where(t => t.Words.Length > 0)
            .ToList();
        var ids = Number(phrases.SelectMany(p => p.Words));
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        // An owner's phrase counts once, in however many languages and spellings it is listed.
        var byFirst = phrases
            .Select(p => new Trigger(p.Owner, [.. p.Words.Select(w => ids[w])], p.Words.Sum(w => w.Length)))
            .DistinctBy(t => (t.Owner, string.Join(' ', t.Words)))
            .ToLookup(t => t.Words[0]);
        _byFirstWord = [.. Enumerable.Range(0, ids.Count).Select(id => byFirst[id].ToArray())];
    }

    /// <summary>The number of a folded word, or one that starts no phrase.</summary>
    public int IdOf(ReadOnlySpan<char> word) => _ids.TryGetValue(word, out var id) ? id : Unknown;

    public ReadOnlySpan<Trigger> StartingWith(int word) => word == Unknown ? [] : _byFirstWord[word];

    /// <summary>
    /// Numbers words so that a plural has its singular's number. Shorter words come first, so that a plural in the list
    /// finds its singular already there.
    /// </summary>
    private static Dictionary<string, int> Number(IEnumerable<string> words)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in words.Distinct(StringComparer.Ordinal).OrderBy(w => w.Length))
        {
            if (ids.TryAdd(word, ids.Count))
            {
                foreach (var plural in Plurals(word))
                {
                    ids.TryAdd(plural, ids[word]);
                }
            }
        }

        return ids;
    }

    /// <summary>The plain plurals of the three languages; a word has its own form in none or one of them.</summary>
    private static IEnumerable<string> Plurals(string word)
    {
        if (word.Length < ShortestInflected)
        {
            yield break;
        }

        yield return word + "s";
        switch (word[^1])
        {
            case 'u':
                yield return word + "x";
                break;
            case 'z':
                yield return word[..^1] + "ces";
                break;
            case 'y':
                yield return word[..^1] + "ies";
                break;
            case 'l' when word[^2] == 'a':
                yield return word[..^1] + "ux";
                yield return word + "es";
                break;
            case 'l' or 'n' or 'r' or 'd' or 's' or 'x' or 'h':
                yield return word + "es";
                break;
        }
    }
}

/// <summary>A word or phrase to look for.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Words">Numbers of its words.</param>
/// <param name="Characters">Its length, what a match is worth.</param>
internal sealed record Trigger(int Owner, int[] Words, int Characters);
