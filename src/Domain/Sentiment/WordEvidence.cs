namespace CleanFte.Domain.Sentiment;

/// <summary>The words of a message, their stems and their pairs.</summary>
internal static class WordEvidence
{
    /// <summary>So many words count in full; in longer messages each counts less, for all of them add up.</summary>
    private const int Usual = 30;

    private const int Stem = 5;
    private const int MaxPair = (2 * FoldedWords.MaxWord) + 1;
    private const double StemAmount = 0.7;
    private const double PairAmount = 0.7;

    /// <summary>Every number is the same word.</summary>
    private const string Number = "0";

    /// <param name="text">What is read.</param>
    /// <param name="found">Is told <c>word</c>, <c>stem*</c> and <c>one_two</c>.</param>
    public static void Find(ReadOnlySpan<char> text, Found found)
    {
        var full = Math.Min(1, Math.Sqrt(Usual / (double)Math.Max(1, Count(text))));
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        Span<char> stem = stackalloc char[Stem + 1];
        Span<char> pair = stackalloc char[MaxPair];
        var before = 0;
        while (words.MoveNext())
        {
            var word = words.Current.ContainsAnyExceptInRange('0', '9') ? words.Current : Number;
            found(word, full);
            if (word.Length >= Stem)
            {
                word[..Stem].CopyTo(stem);
                stem[Stem] = '*';
                found(stem, full * StemAmount);
            }

            if (before > 0)
            {
                pair[before] = '_';
                word.CopyTo(pair[(before + 1)..]);
                found(pair[..(before + 1 + word.Length)], full * PairAmount);
            }

            word.CopyTo(pair);
            before = word.Length;
        }
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        var count = 0;
        while (words.MoveNext())
        {
            count++;
        }

        return count;
    }
}
