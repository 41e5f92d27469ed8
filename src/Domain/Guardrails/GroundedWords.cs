namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Whether a text says what the knowledge says: whoever answers from passages uses their words and their numbers. It does
/// not prove a sentence right; it finds those that have nothing to do with what was found.
/// </summary>
public static class GroundedWords
{
    /// <summary>The share of a text's words that must be the knowledge's.</summary>
    private const double Share = 0.6;

    /// <summary>Shorter words tell nothing; neither do one and two digits, which are days and hours.</summary>
    private const int ShortestWord = 4;

    private const int ShortestNumber = 3;

    /// <summary>As much of a word is compared, so that its ending may differ.</summary>
    private const int Stem = 5;

    /// <param name="text">What is to be said.</param>
    /// <param name="knowledge">What it may rest on.</param>
    /// <param name="year">A year that may be named, as the next one may.</param>
    public static bool AreMostly(string text, IReadOnlyList<string> knowledge, int year)
    {
        var texts = knowledge.Select(k => Words(k).ToHashSet(StringComparer.Ordinal)).ToArray();
        var known = texts.SelectMany(t => t).ToHashSet(StringComparer.Ordinal);
        var digits = knowledge.Select(k => string.Concat(k.Where(char.IsAsciiDigit))).ToArray();
        var said = Words(text).ToArray();
        var words = Array.FindAll(said, word => !IsNumber(word));
        return InTwo(words, texts) >= Math.Max(1, words.Length * Share)
            && Array.TrueForAll(said, word => !IsNumber(word) || known.Contains(word)
                || word == $"{year}" || word == $"{year + 1}" || Array.Exists(digits, d => d.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Words that stand in two texts: all of them together have every common word of the language.</summary>
    private static int InTwo(string[] words, HashSet<string>[] texts)
    {
        var best = texts.MaxBy(t => words.Count(t.Contains));
        return best is null ? 0
            : words.Count(best.Contains) + texts.Max(t => words.Count(word => t.Contains(word) && !best.Contains(word)));
    }

    private static List<string> Words(string text)
    {
        var found = new List<string>();
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        while (words.MoveNext())
        {
            var word = words.Current;
            var isNumber = word.IndexOfAnyExceptInRange('0', '9') < 0;
            if (word.Length >= (isNumber ? ShortestNumber : ShortestWord))
            {
                found.Add((isNumber ? word : word[..Math.Min(word.Length, Stem)]).ToString());
            }
        }

        return found;
    }

    private static bool IsNumber(string word) => char.IsAsciiDigit(word[0]) && word.All(char.IsAsciiDigit);
}
