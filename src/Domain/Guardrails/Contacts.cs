using System.Text.RegularExpressions;

namespace CleanFte.Domain.Guardrails;

/// <summary>An e-mail address, a handle (with @) or the digits of a telephone number.</summary>
internal readonly record struct Contact(string Key, Found Place);

/// <summary>Finds ways to reach somebody.</summary>
internal static partial class Contacts
{
    public static IEnumerable<Contact> In(AnswerText text) =>
        (from Match match in Address().Matches(text.Folded)
         let raw = text.Raw(match.Index, match.Length)
         where raw.Length > 1
         select new Contact(raw.ToLowerInvariant().TrimEnd('.'), new Found(match.Index, match.Length)))
        .Concat(PhoneMentions.In(text.Folded));

    /// <summary>
    /// "a@b.c" and the ways around it, then "@a". Two numbers with an @ between are no address.
    /// </summary>
    [GeneratedRegex(
        @"[\p{L}\p{N}][\p{L}\p{N}._%+'-]* ?@ ?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+" +
        @"|[\p{L}\p{N}._-]+ ?[\[({] ?(?:at|@|arroba|arobase) ?[\])}] ?[\p{L}\p{N}-]+" +
        @"(?:(?:\.| dot | punto | point )[\p{L}\p{N}-]+)*" +
        @"|[\p{L}\p{N}._-]+ (?:arroba|arobase) [\p{L}\p{N}-]+(?:(?:\.| punto | point | dot )[\p{L}\p{N}-]+)+" +
        @"|[\p{L}\p{N}._-]+ at [\p{L}\p{N}-]+ dot (?:com|net|org|info|biz|io|xyz|app|dev|eu|uk|us|gov|edu)\b" +
        @"|@[\p{L}_][\p{L}\p{N}_.]+",
        RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
