using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Formats;

/// <summary>Counts words as people do who read a limit: what stands between white space.</summary>
internal static class Words
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += !char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])) ? 1 : 0;
        }

        return count;
    }

    /// <summary>As much as fits of the start, cut where a sentence ends if one does, else between words.</summary>
    public static string Start(string text, int maxWords, int maxCharacters)
    {
        var whole = EndOf(text, maxWords);
        return whole == text.Length && text.Length <= maxCharacters ? text
            : Math.Min(whole, maxCharacters) is var room and >= SentenceSplitter.MinLimit
                ? SentenceSplitter.First(text, room) : "";
    }

    /// <summary>Where so many words end.</summary>
    private static int EndOf(ReadOnlySpan<char> text, int words)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])) && words-- == 0)
            {
                return text[..i].TrimEnd().Length;
            }
        }

        return text.Length;
    }
}
