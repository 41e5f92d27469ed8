using System.Text.RegularExpressions;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Application;

/// <summary>What several requests ask of their texts.</summary>
internal static partial class Shape
{
    /// <summary>Entries of one page of a list.</summary>
    public const int MaxPage = 200;

    public const string CodeMessage = "Use 2 to 40 lower-case letters, digits and underscores.";

    [GeneratedRegex(@"^[a-z0-9_]{2,40}\z")]
    public static partial Regex CodePattern();

    public static bool IsCode(string? text) => text is not null && CodePattern().IsMatch(text);

    public static bool IsLanguage(string language) => ArticleContent.Languages.Contains(language);

    /// <summary>Says something and fits; PostgreSQL's JSON cannot hold U+0000.</summary>
    public static bool IsText(string? text, int maxLength) =>
        text?.Length <= maxLength && text.Trim().Length > 0 && !text.Contains('\0', StringComparison.Ordinal);
}
