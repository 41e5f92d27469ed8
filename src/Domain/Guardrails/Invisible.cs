using System.Globalization;
using System.Text;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Knows what is in a text without being seen: controls, marks of writing direction, zero-width characters, tags and
/// stray variation selectors. They carry words past a reader, or hide them from a filter.
/// </summary>
internal static class Invisible
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int TextStyle = 0xFE0E;
    private const int EmojiStyle = 0xFE0F;
    private const int Keycap = 0x20E3;

    /// <summary>The text without them; line breaks become \n, a tab a space.</summary>
    public static string Strip(string text)
    {
        var clean = new StringBuilder(text.Length);
        var before = default(Rune);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var end = at + (isWhole ? rune.Utf16SequenceLength : 1);
            if (isWhole && Shown(rune, before, RuneAt(text, end)) is { } shown)
            {
                if (rune.Value != '\r' || RuneAt(text, end).Value != '\n')
                {
                    clean.Append(shown.ToString());
                }

                before = shown;
            }

            at = end;
        }

        return clean.ToString();
    }

    /// <summary>Whether a character is nothing to see where it stands.</summary>
    public static bool Is(string text, int at) =>
        !Rune.TryGetRuneAt(text, at, out var rune)
        || Shown(rune, at > 0 ? RuneBefore(text, at) : default, RuneAt(text, at + rune.Utf16SequenceLength)) is null;

    private static Rune? Shown(Rune rune, Rune before, Rune after) => rune.Value switch
    {
        '\n' or '\r' or 0x85 or 0x2028 or 0x2029 => new Rune('\n'),
        '\t' => new Rune(' '),
        < 0x7F and >= ' ' => rune,
        ZeroWidthJoiner => (IsPicture(before) || before.Value is EmojiStyle) && IsPicture(after) ? rune : null,
        TextStyle or EmojiStyle => IsPicture(before) || after.Value == Keycap ? rune : null,
        >= 0xFE00 and <= 0xFE0F or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or >= 0x180B and <= 0x180F or 0x2065 or >= 0xFFF0 and <= 0xFFF8 or >= 0xE0000 and <= 0xE0FFF => null,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format ? null : rune,
    };

    private static bool IsPicture(Rune rune) =>
        rune.Value is 0x203C or 0x2049 or 0x2139 or 0x3030 or (>= 0x1F3FB and <= 0x1F3FF)
        || (rune.Value > 0x7F && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol)
        || (rune.Value is >= 0x2190 and <= 0x2BFF && Rune.GetUnicodeCategory(rune) is UnicodeCategory.MathSymbol);

    private static Rune RuneAt(string text, int at) =>
        at < text.Length && Rune.TryGetRuneAt(text, at, out var rune) ? rune : default;

    private static Rune RuneBefore(string text, int at) =>
        at > 1 && Rune.TryGetRuneAt(text, at - 2, out var pair) && pair.Utf16SequenceLength == 2 ? pair
        : RuneAt(text, at - 1);
}
