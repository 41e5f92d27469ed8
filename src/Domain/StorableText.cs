using System.Buffers;
using System.Text;

namespace CleanFte.Domain;

/// <summary>
/// Makes text from outside storable: PostgreSQL cannot hold U+0000, and UTF-8 cannot hold a lone surrogate. Both become
/// U+FFFD; the bytes as received stay in the ledger.
/// </summary>
public static class StorableText
{
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
