using System.Text;
using System.Xml;

namespace CleanFte.WebApi.Open311;

/// <summary>Text of citizens may hold characters that XML cannot; each becomes U+FFFD.</summary>
internal static class XmlText
{
    public static string Clean(string text)
    {
        var first = FirstForbidden(text);
        if (first < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length).Append(text, 0, first);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            // Beyond the basic plane everything is allowed; a lone surrogate is enumerated as U+FFFD already.
            if (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append('\uFFFD');
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static int FirstForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
