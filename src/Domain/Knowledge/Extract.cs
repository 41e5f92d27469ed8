using System.Text;
using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Knowledge;

/// <summary>A passage as it is told: plain text, in whole sentences.</summary>
public static class Extract
{
    /// <summary>A passage that is this much longer than preferred is still told whole rather than cut.</summary>
    private const double Tolerance = 1.5;

    /// <param name="passage">Markdown.</param>
    /// <param name="preferred">Characters that are aimed at.</param>
    public static string Of(string passage, int preferred)
    {
        var plain = Plain(passage);
        return plain.Length <= preferred * Tolerance ? plain : SentenceSplitter.Split(plain, preferred)[0];
    }

    /// <summary>Without Markdown's marks; a link keeps its words and its address.</summary>
    public static string Plain(string markdown)
    {
        var text = new StringBuilder(markdown.Length);
        for (var i = 0; i < markdown.Length; i++)
        {
            var c = markdown[i];
            if (c == '[' && Link(markdown, i) is { } link)
            {
                text.Append(link.Words).Append(" (").Append(link.Address).Append(')');
                i = link.End;
            }
            else if (c == '\\' && i + 1 < markdown.Length && char.IsPunctuation(markdown[i + 1]))
            {
                text.Append(markdown[++i]);
            }
            else if (!(c is '*' or '`') || IsBullet(markdown, i))
            {
                text.Append(IsBullet(markdown, i) ? '-' : c);
            }
        }

        return text.ToString().Trim();
    }

    private static bool IsBullet(string markdown, int i) =>
        markdown[i] == '*' && (i == 0 || markdown[i - 1] == '\n') && i + 1 < markdown.Length && markdown[i + 1] == ' ';

    private static (string Words, string Address, int End)? Link(string markdown, int start)
    {
        var middle = markdown.IndexOf("](", start, StringComparison.Ordinal);
        var end = middle < 0 ? -1 : markdown.IndexOf(')', middle);
        var line = markdown.IndexOf('\n', start);
        return end < 0 || (line >= 0 && line < end)
            ? null
            : (markdown[(start + 1)..middle], markdown[(middle + 2)..end], end);
    }
}
