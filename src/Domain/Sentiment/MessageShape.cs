namespace CleanFte.Domain.Sentiment;

/// <summary>How a message is built, which differs between a report and a complaint in every language.</summary>
internal static class MessageShape
{
    /// <summary>Something is quoted: complaints quote what they were told.</summary>
    public const string Quotes = "@quotes";

    /// <summary>A pause, written as dots.</summary>
    public const string Dots = "@dots";

    /// <summary>Something is exclaimed.</summary>
    public const string Exclaims = "@exclaims";

    /// <summary>A question is asked and not waited for.</summary>
    public const string AsksWithin = "@asks-within";

    /// <summary>Sentences after the first.</summary>
    public const string Sentences = "@sentences";

    /// <summary>Sentences of hardly a word: "Enough. Nobody. Nothing."</summary>
    public const string Bursts = "@bursts";

    /// <summary>Commas and the like.</summary>
    public const string Clauses = "@clauses";

    /// <summary>Words, up to a number.</summary>
    public const string Words = "@words";

    /// <summary>Numbers.</summary>
    public const string Numbers = "@numbers";

    private const int MostSentences = 4;
    private const int MostBursts = 3;
    private const int LongestBurst = 2;
    private const int MostClauses = 4;
    private const int MostWords = 30;
    private const int MostNumbers = 3;

    /// <param name="text">As it was written.</param>
    /// <param name="found">Is told each of the above, at most 1.</param>
    public static void Find(ReadOnlySpan<char> text, Found found)
    {
        var (sentences, bursts, clauses, words, numbers, asks, inSentence) = (0, 0, 0, 0, 0, 0, 0);
        var (inWord, asked) = (false, false);
        foreach (var c in text)
        {
            var letter = char.IsLetterOrDigit(c);
            if (letter && !inWord)
            {
                words++;
                inSentence++;
                numbers += char.IsDigit(c) ? 1 : 0;
                asks += asked ? 1 : 0;
                asked = false;
            }

            inWord = letter || (inWord && c is '\'' or '’');
            clauses += c is ',' or ':' or '(' or '—' or '–' ? 1 : 0;
            asked |= c == '?';
            if (c is '.' or '!' or '?' or '…' or '\n' && inSentence > 0)
            {
                bursts += inSentence <= LongestBurst ? 1 : 0;
                sentences++;
                inSentence = 0;
            }
        }

        sentences += inSentence > 0 ? 1 : 0;
        found(Quotes, text.ContainsAny("\"“”«»") ? 1 : 0);
        found(Dots, text.Contains('…') || text.IndexOf("...") >= 0 ? 1 : 0);
        found(Exclaims, text.Contains('!') ? 1 : 0);
        found(AsksWithin, asks > 0 ? 1 : 0);
        found(Sentences, Math.Clamp(sentences - 1, 0, MostSentences) / (double)MostSentences);
        found(Bursts, Math.Min(bursts, MostBursts) / (double)MostBursts);
        found(Clauses, Math.Min(clauses, MostClauses) / (double)MostClauses);
        found(Words, Math.Min(words, MostWords) / (double)MostWords);
        found(Numbers, Math.Min(numbers, MostNumbers) / (double)MostNumbers);
    }
}
