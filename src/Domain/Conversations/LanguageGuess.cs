namespace CleanFte.Domain.Conversations;

/// <summary>
/// Which language a message is written in, by its common words, telling letters and word endings. Made for short and
/// hurried messages: accents may be missing and words misspelt.
/// </summary>
public static class LanguageGuess
{
    public const string Other = "other";

    /// <summary>Enough to tell; the rest of a long mail changes nothing.</summary>
    public const int MaxCharacters = 2_000;

    private const int TellingLetter = 3;
    private const int LikelyLetter = 2;
    private const int ShortestTellingWord = 4;

    /// <returns><c>en</c>, <c>es</c>, <c>fr</c>, or <c>other</c> when it is none of these or cannot be told.</returns>
    public static string Of(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        Span<int> scores = stackalloc int[LanguageWords.Languages];
        scores.Clear();
        if (!IsMostlyLatin(start, scores))
        {
            return Other;
        }

        var words = new FoldedWords(start, stackalloc char[FoldedWords.MaxWord]);
        while (words.MoveNext())
        {
            if (!LanguageWords.Score(words.Current, scores))
            {
                ScoreSpelling(words.Current, scores);
            }
        }

        return Best(scores);
    }

    private static bool IsMostlyLatin(ReadOnlySpan<char> text, Span<int> scores)
    {
        var latin = 0;
        var foreign = 0;
        foreach (var c in text)
        {
            if (c > '\u007F')
            {
                ScoreLetter(c, scores);
            }

            if (char.IsAsciiLetter(c) || c is >= '\u00C0' and <= '\u024F')
            {
                latin++;
            }
            else if (char.IsLetter(c))
            {
                foreign++;
            }
        }

        return latin > foreign;
    }

    /// <summary>Combining accents count like the letters they make.</summary>
    private static void ScoreLetter(char c, Span<int> scores)
    {
        switch (c)
        {
            case 'ñ' or 'Ñ' or '¿' or '¡':
                scores[LanguageWords.Es] += TellingLetter;
                break;
            case 'á' or 'í' or 'ó' or 'ú' or 'Á' or 'Í' or 'Ó' or 'Ú':
                scores[LanguageWords.Es] += LikelyLetter;
                break;
            case 'œ' or 'Œ' or 'è' or 'È' or 'ù' or 'Ù' or 'û' or 'Û' or 'î' or 'Î' or 'ï' or 'ë':
                scores[LanguageWords.Fr] += TellingLetter;
                break;
            case 'ç' or 'Ç' or 'à' or 'À' or 'â' or 'Â' or 'ê' or 'Ê' or 'ô' or 'Ô' or '\u0300' or '\u0302' or '\u0327':
                scores[LanguageWords.Fr] += LikelyLetter;
                break;
            case 'ã' or 'Ã' or 'õ' or 'Õ' or 'ä' or 'Ä' or 'ö' or 'Ö' or 'ß' or 'ø' or 'å' or 'ł'
                or 'ż' or 'ě' or 'ș' or 'ț':
                scores[LanguageWords.None] += TellingLetter;
                break;
        }
    }

    /// <summary>What an unknown, perhaps misspelt word looks like.</summary>
    private static void ScoreSpelling(ReadOnlySpan<char> word, Span<int> scores)
    {
        if (word.Length < ShortestTellingWord)
        {
            return;
        }

        var language = word switch
        {
            [.., 'i', 'n', 'g'] or [.., 'e', 'd'] or [.., 'l', 'y'] or [.., 'g', 'h', 't'] or [.., 'c', 'k']
                or [.., 't', 'h']
                or ['w', 'h', ..] or ['t', 'h', ..] or ['s', 'h', ..] or [.., 'e', 'r', 's'] => LanguageWords.En,
            [.., 'c', 'i', 'o', 'n'] or [.., 'a', 'd', 'o' or 'a'] or [.., 'i', 'd', 'o' or 'a'] or [.., 'd', 'a', 'd']
                or [.., 'e', 'n', 't', 'e'] or [.., 'o' or 'a', 's'] or [.., 'i', 'l', 'l', 'a' or 'o'] or [.., 'o']
                => LanguageWords.Es,
            [.., 'e', 'u', 'x'] or [.., 'e', 'u', 's', 'e'] or [.., 'a', 'u' or 'x'] or [.., 'o', 'i', 'r']
                or [.., 't', 't', 'e']
                or [.., 'l', 'l', 'e', 's'] or [.., 'l', 'l', 'e'] or [.., 'm', 'e', 'n', 't'] or [.., 'e', 'e']
                or [.., 'e', 'e', 's'] or [.., 'a', 'i', 's' or 't'] or [.., 'e', 'z'] or [.., 'i', 'e', 'r']
                => LanguageWords.Fr,
            _ => -1,
        };
        if (language >= 0)
        {
            scores[language]++;
        }
    }

    private static string Best(ReadOnlySpan<int> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return scores[best] == 0 ? Other : LanguageWords.Name(best);
    }
}
