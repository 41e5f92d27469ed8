using System.Text;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Text from outside as a model may be given it: nothing in it that a reader would not see, no longer than agreed, and
/// between delimiters that it cannot close itself.
/// </summary>
public static class ModelText
{
    /// <summary>Characters of a citizen's message that a model is given.</summary>
    public const int MaxMessage = 8_000;

    /// <summary>A marker that can be guessed is none.</summary>
    public const int MinMarker = 16;

    private const string Name = "citizen";

    /// <summary>What stands in place of a bracket that would open or close our delimiter.</summary>
    private const char Harmless = '‹';

    private const string Brackets = "<＜﹤";

    /// <summary>What an emoji that was cut leaves behind.</summary>
    private static readonly char[] Joiners = ['\u200D', '\uFE0E', '\uFE0F'];

    /// <summary>
    /// Without controls (a line break stays, a tab becomes a space), marks of writing direction, zero-width characters,
    /// tags and lone surrogates; emoji stay whole.
    /// </summary>
    /// <param name="max">The longest result in characters; a rune that would be cut is left out.</param>
    public static string Clean(string text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        var visible = Invisible.Strip(text);
        if (visible.Length > max)
        {
            visible = visible[..AnswerText.WholeCharacters(visible, max)].TrimEnd(Joiners);
        }

        return WithoutDelimiters(visible);
    }

    /// <summary>Sets a text apart as what a citizen wrote.</summary>
    /// <param name="text">As <see cref="Clean"/> left it.</param>
    /// <param name="marker">Random hexadecimal digits of this run, at least <see cref="MinMarker"/>.</param>
    public static string Delimit(string text, string marker)
    {
        if (marker.Length < MinMarker || !marker.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException("A marker is made of random hexadecimal digits.", nameof(marker));
        }

        // A space in its place: what stands around it cannot close up to the marker again.
        var inside = WithoutDelimiters(text).Replace(marker, " ", StringComparison.OrdinalIgnoreCase);
        return $"<{Name}-{marker}>\n{inside}\n</{Name}-{marker}>";
    }

    private static string WithoutDelimiters(string text)
    {
        if (text.AsSpan().IndexOfAny(Brackets) < 0)
        {
            return text;
        }

        var harmless = new StringBuilder(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (Brackets.Contains(text[i]) && OpensDelimiter(text.AsSpan(i + 1)))
            {
                harmless[i] = Harmless;
            }
        }

        return harmless.ToString();
    }

    /// <summary>However the name is spelled: "/ CITIZEN", with full-width or borrowed letters.</summary>
    private static bool OpensDelimiter(ReadOnlySpan<char> after)
    {
        const int MaxFiller = 8;
        var filler = 0;
        while (filler < after.Length && filler < MaxFiller && IsFiller(after[filler]))
        {
            filler++;
        }

        var name = 0;
        foreach (var rune in after[filler..].EnumerateRunes())
        {
            foreach (var c in Lookalike.Of(rune))
            {
                if (name == Name.Length || c != Name[name])
                {
                    return name == Name.Length;
                }

                name++;
            }
        }

        return name == Name.Length;
    }

    private static bool IsFiller(char c) => char.IsWhiteSpace(c) || c is '/' or '\\' or '／';
}
