namespace CleanFte.Domain.Guardrails;

/// <summary>A word that tells something.</summary>
/// <param name="Keys">Its stem, and what else it is called.</param>
/// <param name="IsName">Whether a capital makes it a name.</param>
internal readonly record struct GroundedWord(string[] Keys, bool IsName, int Start)
{
    public bool IsIn(HashSet<string> known) => Array.Exists(Keys, known.Contains);
}

/// <summary>A sentence, or a whole passage, in words and facts.</summary>
internal sealed class GroundedSentence
{
    private readonly string _text;

    private GroundedSentence(string text) => _text = text;

    public List<GroundedWord> Words { get; } = [];

    public List<SaidFact> Facts { get; private init; } = [];

    /// <summary>All digits in a row.</summary>
    public string Digits => string.Concat(_text.Where(char.IsAsciiDigit));

    /// <summary>Links and e-mail addresses.</summary>
    public int Addresses { get; private set; }

    /// <summary>Words with those that tell nothing.</summary>
    public int AllWords { get; private set; }

    public static GroundedSentence Read(string text)
    {
        var read = new GroundedSentence(text) { Facts = FactReader.Read(text) };
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        var linkEnd = 0;
        while (words.MoveNext())
        {
            read.AllWords++;
            if (words.Start >= linkEnd)
            {
                linkEnd = LinkEnd(text, words.Start);
                read.Addresses += linkEnd > 0 ? 1 : 0;
            }

            if (words.Start >= linkEnd && GroundedLexicon.KeysOf(words.Current) is { } keys)
            {
                read.Words.Add(new(keys, IsName(text, words.Start, words.Current), words.Start));
            }
        }

        return read;
    }

    /// <summary>The words that count; what is said to be unknown does not, up to the next comma.</summary>
    public List<GroundedWord> WordsBut(bool missing)
    {
        var comma = missing ? _text.LastIndexOf(',') : -1;
        return missing ? Words.FindAll(w => comma >= 0 && w.Start > comma) : Words;
    }

    /// <summary>The check of links and addresses has read those.</summary>
    private static int LinkEnd(string text, int start)
    {
        var first = start;
        while (first > 0 && !char.IsWhiteSpace(text[first - 1]))
        {
            first--;
        }

        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        var token = text.AsSpan(first, end - first);
        return token.Contains("://", StringComparison.Ordinal) || token.Contains('@') ? end : 0;
    }

    /// <summary>A capital in the middle of a sentence; behind a colon, a quote or a bullet something begins.</summary>
    private static bool IsName(string text, int start, ReadOnlySpan<char> word)
    {
        var before = text.AsSpan(0, start).TrimEnd();
        return char.IsUpper(text[start]) && !before.IsEmpty
            && (char.IsLetterOrDigit(before[^1]) || before[^1] is ',' or '\'' or '’')
            && !GroundedLexicon.IsPlain(word);
    }
}
