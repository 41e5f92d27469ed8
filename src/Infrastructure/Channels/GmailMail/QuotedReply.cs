using System.Collections.Frozen;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Cuts from a reply what its writer did not write now: the quoted mail and his signature. Careful: what is left when
/// in doubt is read twice, what is cut in error is lost.
/// </summary>
internal static class QuotedReply
{
    /// <summary>Lines that are looked at; nobody writes so many.</summary>
    private const int MaxLines = 20_000;

    /// <summary>Lines that "On ... wrote:" may be broken into.</summary>
    private const int MaxAttributionLines = 4;

    private const int MaxAttribution = 400;

    private static readonly (string Start, string[] Ends)[] Attributions =
    [
        ("On ", ["wrote:"]),
        ("El ", ["escribió:", "escribio:"]),
        ("Le ", ["a écrit :", "a écrit:", "a ecrit :", "a ecrit:"]),
    ];

    private static readonly string[] Dividers =
    [
        "Original Message", "Mensaje original", "Message d'origine", "Message d’origine", "Message original",
    ];

    private static readonly FrozenSet<string> HeadersFirst = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "From", "De");

    private static readonly FrozenSet<string> HeadersNext = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Sent", "Date", "To", "Enviado", "Enviado el", "Fecha", "Para", "Envoyé", "À", "A");

    private static readonly string[] Devices =
    [
        "Sent from my ", "Get Outlook for ", "Enviado desde mi ", "Obtener Outlook para ", "Envoyé de mon ",
        "Envoyé depuis mon ", "Obtenir Outlook pour ",
    ];

    /// <param name="text">The text of the whole mail.</param>
    /// <param name="isForwarded">Whether the subject says so; then the other mail is what he wants to show.</param>
    public static string Strip(string text, bool isForwarded)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Take(MaxLines).Select(l => l.TrimEnd()).ToList();
        if (!isForwarded)
            lines = WithoutQuotes(lines);
        CutSignature(lines);
        var own = string.Join('\n', lines).Trim();
        return own.Length > 0 ? own : text.Trim();
    }

    private static List<string> WithoutQuotes(List<string> lines)
    {
        var own = new List<string>(lines.Count);
        var hasOwn = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (IsQuoted(lines[i]))
                continue;
            if (AttributionAt(lines, i) is > 0 and var length)
            {
                var next = i + length;
                while (next < lines.Count && lines[next].Length == 0)
                    next++;
                if (next < lines.Count && IsQuoted(lines[next]))
                {
                    // Below the quotation may be the answer, so only the quotation goes.
                    i = next;
                    continue;
                }

                // What follows is not marked as quoted, so a program must have written the line before it.
                if (hasOwn && lines.Skip(i).Take(length).Any(NamesTimeOrAddress))
                    break;
            }
            else if (hasOwn && BeginsOldMail(lines, i))
            {
                break;
            }

            own.Add(lines[i]);
            hasOwn |= lines[i].Length > 0;
        }

        return own;
    }

    private static bool IsQuoted(string line) => line.StartsWith('>');

    /// <summary>How many lines from there on say who wrote what follows; 0 when they do not.</summary>
    private static int AttributionAt(List<string> lines, int at)
    {
        foreach (var (start, ends) in Attributions)
        {
            if (!lines[at].StartsWith(start, StringComparison.Ordinal))
                continue;
            var length = 0;
            for (var i = at; i < Math.Min(lines.Count, at + MaxAttributionLines) && lines[i].Length > 0; i++)
            {
                length += lines[i].Length;
                var line = lines[i].Replace('\u00A0', ' ').Replace('\u202F', ' ');
                // A date or an address tells it from a sentence that ends so.
                if (length <= MaxAttribution && ends.Any(end => line.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                    && lines.Skip(at).Take(i - at + 1).Any(l => l.Any(char.IsAsciiDigit) || l.Contains('@')))
                    return i - at + 1;
            }
        }

        return 0;
    }

    private static bool NamesTimeOrAddress(string line)
    {
        for (var i = 1; i + 1 < line.Length; i++)
        {
            if (line[i] is (':' or 'h') && char.IsAsciiDigit(line[i - 1]) && char.IsAsciiDigit(line[i + 1]))
                return true;
        }

        return line.Contains('@');
    }

    /// <summary>A line of dashes with a title, or a block of headers as Outlook writes it.</summary>
    private static bool BeginsOldMail(List<string> lines, int at)
    {
        var line = lines[at];
        if (line.StartsWith("--", StringComparison.Ordinal) && line.EndsWith("--", StringComparison.Ordinal))
        {
            var title = line.Trim('-').Trim();
            return Dividers.Any(d => d.Equals(title, StringComparison.OrdinalIgnoreCase));
        }

        var first = line.StartsWith("____", StringComparison.Ordinal) && line.Trim('_').Length == 0 ? at + 1 : at;
        while (first > at && first < lines.Count && lines[first].Length == 0)
            first++;
        return first + 1 < lines.Count && HeadersFirst.Contains(NameOf(lines[first]))
            && HeadersNext.Contains(NameOf(lines[first + 1]));
    }

    private static string NameOf(string line)
    {
        var colon = line.IndexOf(':');
        return colon < 0 ? "" : line[..colon].Trim(' ', '*', '\u00A0', '\u202F');
    }

    private static void CutSignature(List<string> lines)
    {
        // The space behind the dashes is lost in HTML and in some programs. A list begins so too, but never alone in
        // a line.
        var mark = lines.FindIndex(l => l is "--" or "—");
        if (mark > 0 && lines.Take(mark).Any(l => l.Length > 0))
            lines.RemoveRange(mark, lines.Count - mark);
        var last = lines.FindLastIndex(l => l.Length > 0);
        if (last > 0 && Devices.Any(d => lines[last].StartsWith(d, StringComparison.OrdinalIgnoreCase)))
            lines.RemoveRange(last, lines.Count - last);
    }
}
