using System.Globalization;
using System.Text;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// What a character is read as: full-width, mathematical, circled and borrowed letters become the plain one, in lower
/// case and without an accent. Our own because the host runs without culture data.
/// </summary>
internal static class Lookalike
{
    private const int FullWidth = 0xFF00 - 0x20;
    private const int Letters = 26;

    /// <summary>Cyrillic and Greek letters that look like Latin ones, in lower case.</summary>
    private const string Borrowed = "аеорсхуіјѕһԁԛԝкмтвнαορνικτυεηγ";

    private const string Lent = "aeopcxyijshdqwkmtbhaopviktueny";

    /// <summary>Each followed by what it stands for.</summary>
    private static readonly Dictionary<int, string> Ligatures = new()
    {
        [0xFB00] = "ff",
        [0xFB01] = "fi",
        [0xFB02] = "fl",
        [0xFB03] = "ffi",
        [0xFB04] = "ffl",
        [0xFB05] = "st",
        [0xFB06] = "st",
        [0x2170] = "i",
        [0x217C] = "l",
        [0x217D] = "c",
        [0x217E] = "d",
        [0x217F] = "m",
        [0x2100] = "a/c",
        [0x20AC] = "€",
        [0x2026] = "...",
    };

    /// <summary>The plain spelling; empty for an accent that stands on its own.</summary>
    public static string Of(Rune rune)
    {
        var value = rune.Value;
        if (value is > 0x7F && Ligatures.TryGetValue(value, out var spelled))
        {
            return spelled;
        }

        return value switch
        {
            '\n' => "\n",
            < 0x80 => char.ToLowerInvariant((char)value).ToString(),
            >= 0x0300 and <= 0x036F => "",
            >= 0xFF01 and <= 0xFF5E => Of(new Rune(value - FullWidth)),
            >= 0x1D400 and <= 0x1D6A3 => Letter(value - 0x1D400),
            >= 0x24B6 and <= 0x24E9 => Letter(value - 0x24B6),
            (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189) =>
                Letter((value - 0x1F130) % 32),
            >= 0x2010 and <= 0x2015 or 0x2212 or 0xFE63 => "-",
            0x2018 or 0x2019 or 0x00B4 or 0x02BC => "'",
            0x3002 or 0xFF61 or 0x2024 or 0xFE52 => ".",
            0x2044 or 0x2215 or 0x29F8 => "/",
            0x2236 or 0xFE55 or 0xA789 => ":",
            0xFE6B => "@",
            _ => Other(rune),
        };
    }

    private static string Other(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            return " ";
        }

        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
        {
            return ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture);
        }

        if (!rune.IsBmp)
        {
            return Rune.ToLowerInvariant(rune).ToString();
        }

        var letter = FoldedWords.Fold((char)rune.Value);
        var second = FoldedWords.SecondLetter((char)rune.Value);
        var lent = Borrowed.IndexOf(letter, StringComparison.Ordinal);
        return lent >= 0 ? Lent[lent].ToString() : second == '\0' ? letter.ToString() : $"{letter}{second}";
    }

    private static string Letter(int place) => ((char)('a' + (place % Letters))).ToString();
}
