using System.Text;
using CleanFte.Domain.Texts;

namespace CleanFte.Domain.Formats;

/// <summary>The lines around a text, in the tenant's own words or in ours.</summary>
internal static class ReplyFrame
{
    /// <summary>Characters of a name; nobody is addressed by more.</summary>
    public const int MaxName = 60;

    private const int MaxNameWords = 8;
    private const int MaxGreetingWords = 20;
    private const int MaxSignatureWords = 60;

    public static string Greeting(ReplyFormat format, Manner manner, string? name, string? brand)
    {
        var own = format.Greeting;
        var template = own is not null && (name is not null || !own.Contains("{name}", StringComparison.Ordinal)) ? own
            : TextTable.Of(manner.Language)[name is null ? TextKey.Salutation : TextKey.SalutationName, manner.Tone];
        return Filled(template, name, brand, ReplyFormat.MaxGreeting, MaxGreetingWords);
    }

    public static string Signature(ReplyFormat format, Manner manner, string? name, string? brand)
    {
        var template = format.Signature ?? $"{TextTable.Fill(manner, TextKey.Closing)}\n{{brand}}";
        return Filled(template, name, brand, ReplyFormat.MaxSignature, MaxSignatureWords);
    }

    public static string Reference(Manner manner, string trackingNumber) =>
        TextTable.Fill(manner, TextKey.Reference, ("number", trackingNumber));

    /// <summary>
    /// A name as people have them, or nothing: it comes from a citizen's own profile and stands in a letter of ours.
    /// </summary>
    public static string? NameOf(string? written)
    {
        var name = written?.Trim();
        return name is { Length: > 0 and <= MaxName } && Words.Count(name) <= MaxNameWords
            && name.EnumerateRunes().Any(Rune.IsLetter)
            && name.EnumerateRunes().All(IsOfName) && !HasHost(name) ? name : null;
    }

    private static bool IsOfName(Rune rune) => rune.Value is ' ' or '\'' or '’' or '-' or '.'
        || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    /// <summary>A space or an initial follows the dot in a name ("J.R. Pérez"); a host has more behind it.</summary>
    private static bool HasHost(string name) =>
        name.Split('.').Skip(1).Any(part => part.Length > 1 && part[0] != ' ' && part[1] != ' ');

    /// <summary>Lines that would be left with nothing in them go.</summary>
    private static string Filled(string template, string? name, string? brand, int maxCharacters, int maxWords)
    {
        var lines = template.ReplaceLineEndings("\n").Split('\n')
            .Select(line => line
                .Replace("{brand}", brand?.ReplaceLineEndings(" "), StringComparison.Ordinal)
                .Replace("{name}", name, StringComparison.Ordinal)
                .TrimEnd())
            .Where(line => line.Length > 0);
        return Words.Start(string.Join('\n', lines).Trim(), maxWords, maxCharacters);
    }
}
