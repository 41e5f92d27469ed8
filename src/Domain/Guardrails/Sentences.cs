namespace CleanFte.Domain.Guardrails;

/// <summary>Cuts a text into its sentences and lines.</summary>
internal static class Sentences
{
    /// <summary>A mark ends a sentence where a space or the end follows, and no small letter after it: "7 p.m. on Sunday".</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (IsMark(text[at]) && EndsAt(text, at)))
            {
                if (HasLetters(text.AsSpan(start, at + 1 - start)))
                {
                    yield return text[start..(at + 1)].Trim();
                }

                start = at + 1;
            }
        }

        if (HasLetters(text.AsSpan(start)))
        {
            yield return text[start..].Trim();
        }
    }

    private static bool IsMark(char c) => c is '.' or '!' or '?' or '…' or ';' or '؟' or '？' or '。';

    private static bool EndsAt(string text, int at)
    {
        var next = at + 1;
        if (next < text.Length && !char.IsWhiteSpace(text[next]))
        {
            return text[at] is not ('.' or ';') && !IsMark(text[next]) && text[next] is not ('"' or '”' or ')' or '»');
        }

        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return text[at] is '?' or ';' || next >= text.Length || !char.IsLower(text[next]);
    }

    private static bool HasLetters(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
    }
}
