using System.Collections.Frozen;

namespace CleanFte.Domain.Phrases;

/// <summary>
/// Numbers the terms of all phrases and says which of them a folded word is an instance of. A term is a word
/// (<c>fee</c>), a stem (<c>refund*</c>), any number (<c>#</c>) or a word that is known with one typing error too
/// (<c>lawyer~</c>).
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The term for the edge of a sentence.</summary>
    public const int Edge = 0;

    /// <summary>In shorter words one wrong letter makes another word.</summary>
    public const int ShortestMistyped = 6;

    private const int ShortestStem = 3;
    private const string Number = "#";

    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _stems;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _shortened;
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly int[] _number;

    /// <param name="terms">As written in the tables.</param>
    /// <param name="known">Correct words that are no mistyped others, "ahogado" for one.</param>
    public Vocabulary(IEnumerable<string> terms, IEnumerable<string> known)
    {
        foreach (var term in terms.Prepend("/"))
        {
            _terms.TryAdd(term, _terms.Count);
        }

        _number = _terms.TryGetValue(Number, out var number) ? [number] : [];
        var stems = _terms.Keys.Where(t => t[^1] == '*').Select(Bare).ToHashSet(StringComparer.Ordinal);
        var words = _terms.Keys.Where(t => t[^1] != '*').Select(Bare).Concat(known).ToHashSet(StringComparer.Ordinal);
        _words = Lookup(words.Select(word => (word, word)));
        _stems = Lookup(stems.Select(stem => (stem, stem)));
        _shortened = Lookup(_terms.Keys.Where(t => t[^1] == '~').Select(Bare)
            .Where(word => word.Length >= ShortestMistyped)
            .SelectMany(word => Shortened(word).Append(word).Select(shorter => (shorter, word))));
    }

    public static int[] EdgeTerms { get; } = [Edge];

    public int Count => _terms.Count;

    public int NumberOf(string term) => _terms[term];

    public int[] TermsOf(ReadOnlySpan<char> word)
    {
        if (_words.TryGetValue(word, out var terms))
        {
            return terms;
        }

        if (char.IsAsciiDigit(word[0]))
        {
            return _number;
        }

        for (var length = word.Length; length >= ShortestStem; length--)
        {
            if (_stems.TryGetValue(word[..length], out terms))
            {
                return Mistyped(word) is { Length: > 0 } meant ? [.. terms, .. meant] : terms;
            }
        }

        return Mistyped(word);
    }

    /// <summary>
    /// A letter missing, one too many, a wrong one or two swapped; the first letter is taken for right.
    /// </summary>
    private int[] Mistyped(ReadOnlySpan<char> word)
    {
        if (word.Length < ShortestMistyped - 1)
        {
            return [];
        }

        if (_shortened.TryGetValue(word, out var terms))
        {
            return terms;
        }

        Span<char> shorter = stackalloc char[FoldedWords.MaxWord * 2];
        shorter = shorter[..(word.Length - 1)];
        word[..^1].CopyTo(shorter);
        for (var i = word.Length - 1; i > 0; i--)
        {
            if (_shortened.TryGetValue(shorter, out terms))
            {
                return terms;
            }

            shorter[i - 1] = word[i];
        }

        return [];
    }

    private FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> Lookup(
        IEnumerable<(string Key, string Word)> words) =>
        words
            .GroupBy(w => w.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => Instances(g.First().Word), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word's own terms, and the stems that it starts with.</summary>
    private int[] Instances(string word) =>
        [.. Enumerable.Range(ShortestStem, Math.Max(0, word.Length - ShortestStem + 1))
            .Select(length => word[..length] + "*").Append(word).Append(word + "~")
            .Append(char.IsAsciiDigit(word[0]) ? Number : word)
            .Where(_terms.ContainsKey).Select(NumberOf).Distinct()];

    private static string Bare(string term) => term.TrimEnd('*', '~');

    private static IEnumerable<string> Shortened(string word) =>
        Enumerable.Range(1, word.Length - 1).Select(i => word.Remove(i, 1));
}
