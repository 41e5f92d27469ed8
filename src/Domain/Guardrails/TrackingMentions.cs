using System.Text.RegularExpressions;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Guardrails;

/// <summary>A tracking number, or what looks like one, in an answer.</summary>
internal readonly record struct TrackingMention(string Symbols, Found Place)
{
    public bool Is(string trackingNumber) =>
        TrackingMentions.Plain(trackingNumber).Equals(Symbols, StringComparison.Ordinal);
}

/// <summary>Finds tracking numbers as <see cref="TrackingNumber"/> reads them, invented ones included.</summary>
internal static partial class TrackingMentions
{
    private const string Prefix = "TKT";

    /// <summary>How a number is described to people.</summary>
    private const string Form = "TKTXXXXXXXXXX";

    public static IEnumerable<TrackingMention> In(AnswerText text) =>
        from Match match in Spelled().Matches(text.Folded)
        let symbols = Plain(match.Value)
        where symbols != Form && (match.Value.Count(c => c == '-') >= 2 || IsNumber(symbols))
        select new TrackingMention(symbols, new(match.Index, match.Length));

    /// <summary>The bare symbols, with the prefix; letters that are read as digits are digits.</summary>
    public static string Plain(string spelled)
    {
        var bare = string.Concat(spelled.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var symbols = bare.StartsWith(Prefix, StringComparison.Ordinal) ? bare[Prefix.Length..] : bare;
        return Prefix + symbols.Replace('O', '0').Replace('I', '1').Replace('L', '1');
    }

    private static bool IsNumber(string symbols) =>
        symbols.AsSpan(Prefix.Length).ContainsAnyInRange('0', '9') && TrackingNumber.TryParse(symbols, out _);

    // The second way is the number without its prefix, which the search for tickets would take too.
    [GeneratedRegex(
        @"\btkt[ -]{0,3}(?:[0-9a-z][ -]{0,2}){9}[0-9a-z]\b|\b[0-9a-z]{4}-[0-9a-z]{6}\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Spelled();
}
