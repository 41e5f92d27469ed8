using System.Globalization;

namespace CleanFte.Domain.Conversations;

/// <summary>
/// Cuts a long text into parts a channel can carry: at the last sentence end that fits, else at white space, else
/// between two characters as a reader sees them.
/// </summary>
public static class SentenceSplitter
{
    /// <summary>Below two UTF-16 units a single emoji would not fit.</summary>
    public const int MinLimit = 2;

    private const string Ends = ".!?…。！？؟।";

    /// <summary>Ends of sentences in scripts that put no space after them.</summary>
    private const string SpacelessEnds = "。！？";

    private const string Closers = "\"')]}»”’";

    /// <summary>Cuts a text into parts, each with something to see in it; none for a text without.</summary>
    /// <param name="text">The text; only white space at the cuts and at both ends is lost.</param>
    /// <param name="limit">The length of a part in UTF-16 units, at least <see cref="MinLimit"/>.</param>
    public static IReadOnlyList<string> Split(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, MinLimit);
        var parts = new List<string>();
        var rest = Trimmed(text);
        while (!rest.IsEmpty)
        {
            var length = rest.Length <= limit ? rest.Length : Cut(rest, limit, out _);
            parts.Add(rest[..length].ToString());
            rest = Trimmed(rest[length..]);
        }

        return parts;
    }

    /// <summary>The first part as <see cref="Split"/> would cut it; empty for a text without anything to see.</summary>
    public static string First(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, MinLimit);
        var shown = Trimmed(text);
        return (shown.Length <= limit ? shown : shown[..Cut(shown, limit, out _)]).ToString();
    }

    /// <summary>The whole sentences within a limit; nothing when none ends there.</summary>
    public static string? FirstSentences(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, MinLimit);
        var shown = Trimmed(text);
        if (shown.Length <= limit)
            return shown.ToString();
        var end = Cut(shown, limit, out var isSentence);
        return isSentence ? shown[..end].ToString() : null;
    }

    // In front only whole characters go: a space that carries an accent is visible.
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        while (!text.IsEmpty && NextLength(text) is var length && text[..length].IsWhiteSpace())
            text = text[length..];
        return text;
    }

    private static int Cut(ReadOnlySpan<char> text, int limit, out bool isSentence)
    {
        int at = 0, content = 0, space = 0, sentence = 0;
        // One step beyond the limit: a space right behind a full part is a fine place to cut.
        while (at <= limit && at < text.Length)
        {
            var next = text.Slice(at, NextLength(text[at..]));
            if (next.IsWhiteSpace())
            {
                if (IsBreak(next))
                    space = content;
                if (next.Contains('\n') || (IsBreak(next) && EndsSentence(text[..content])))
                    sentence = content;
            }

            if (at + next.Length > limit)
                break;
            at += next.Length;
            if (!next.IsWhiteSpace())
                content = at;
            if (SpacelessEnds.Contains(next[0]))
                sentence = content;
        }

        isSentence = sentence > 0;
        if (isSentence)
            return sentence;
        if (space > 0)
            return space;
        return content > 0 ? content : InsideOneCharacter(text, limit);
    }

    // French sets a no-break space before ! and ?; a mark alone at the head of a message would look broken.
    private static bool IsBreak(ReadOnlySpan<char> space) => !space.ContainsAny('\u00A0', '\u2007', '\u202F');

    private static bool EndsSentence(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(Closers);
        return !text.IsEmpty && Ends.Contains(text[^1]);
    }

    private static int InsideOneCharacter(ReadOnlySpan<char> text, int limit) =>
        char.IsSurrogatePair(text[limit - 1], text[limit]) ? limit - 1 : limit;

    private static int NextLength(ReadOnlySpan<char> text) => StringInfo.GetNextTextElementLength(text);
}
