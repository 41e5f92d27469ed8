namespace CleanFte.Domain;

/// <summary>
/// Reads a text word by word, in lower case and without accents, so that "Farolás" and "farolas" are one word. A word
/// is
/// a run of letters and digits: hyphens and apostrophes end it ("nid-de-poule" is three words, "d'eau" two).
/// </summary>
/// <remarks>
/// The folding is our own because the host runs without culture data, where <see cref="string.Normalize()"/> is not to
/// be
/// relied on.
/// </remarks>
internal ref struct FoldedWords
{
    /// <summary>Longer words are cut; no word that decides anything is as long.</summary>
    public const int MaxWord = 32;

    /// <summary>What U+00C0 to U+017F become, the second letter of ligatures apart: <see
    /// cref="SecondLetter"/>.</summary>
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo×ouuuuyts" + "aaaaaaaceeeeiiiidnooooo÷ouuuuyty" +
        "aaaaaa" + "cccccccc" + "dddd" + "eeeeeeeeee" + "gggggggg" + "hhhh" + "iiiiiiiiii" + "ii" + "jj" + "kkk" +
        "llllllllll" + "nnnnnnnnn" + "oooooo" + "oo" + "rrrrrr" + "ssssssss" + "tttttt" + "uuuuuuuuuuuu" + "ww" +
        "yyy" + "zzzzzz" + "s";

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<char> _word;
    private int _next;
    private int _length;

    /// <param name="text">What is read.</param>
    /// <param name="word">Room for one word, <see cref="MaxWord"/> characters.</param>
    public FoldedWords(ReadOnlySpan<char> text, Span<char> word)
    {
        _text = text;
        _word = word;
    }

    /// <summary>Valid until the next move.</summary>
    public readonly ReadOnlySpan<char> Current => _word[.._length];

    /// <summary>Where the current word starts in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Where the current word ends in the text.</summary>
    public int End { get; private set; }

    public bool MoveNext()
    {
        _length = 0;
        while (_next < _text.Length)
        {
            var c = _text[_next++];
            if (char.IsLetterOrDigit(c))
            {
                Start = _length == 0 ? _next - 1 : Start;
                End = _next;
                Add(Fold(c));
                Add(SecondLetter(c));
            }
            else if (!IsCombiningAccent(c) && _length > 0)
            {
                return true;
            }
        }

        return _length > 0;
    }

    /// <summary>All words, each followed by one space; for texts known to be short.</summary>
    public static string Join(ReadOnlySpan<char> text)
    {
        var joined = new System.Text.StringBuilder(text.Length + 1);
        var words = new FoldedWords(text, stackalloc char[MaxWord]);
        while (words.MoveNext())
        {
            joined.Append(words.Current).Append(' ');
        }

        return joined.ToString();
    }

    private void Add(char c)
    {
        if (c != '\0' && _length < _word.Length)
        {
            _word[_length++] = c;
        }
    }

    /// <summary>In lower case and without an accent.</summary>
    public static char Fold(char c) => c switch
    {
        >= 'a' and <= 'z' => c,
        >= '\u00C0' and <= '\u017F' => Latin[c - '\u00C0'],
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>What a ligature ends in; nothing (U+0000) for other letters.</summary>
    public static char SecondLetter(char c) => c switch
    {
        'Æ' or 'æ' or 'Œ' or 'œ' => 'e',
        'ß' => 's',
        _ => '\0',
    };

    /// <summary>Some keyboards send "n" and a tilde for "ñ".</summary>
    private static bool IsCombiningAccent(char c) => c is >= '\u0300' and <= '\u036F';
}
