using System.Net;
using System.Text.RegularExpressions;

namespace CleanFte.Domain.Guardrails;

/// <summary>Something in a text that can be opened.</summary>
/// <param name="Key">Host and path as written, in lower case; equal for links that open the same page.</param>
internal readonly record struct Link(string Key, Found Place);

/// <summary>
/// Finds addresses of pages: with and without a scheme, disguised ones, numbers of hosts and targets of markup. Where
/// one leads is compared as it was written: a folded letter would make another host of it.
/// </summary>
internal static partial class Links
{
    private const string Trailing = ".,;:!?'\"*_`’”»…";

    private static readonly string[] PageSchemes = ["https://", "http://"];

    public static IEnumerable<Link> In(AnswerText text)
    {
        List<Link> links = [];
        foreach (Match match in Spelled().Matches(text.Folded))
        {
            var place = Trimmed(text.Folded, match);
            if (IsOpened(text.Folded, place))
            {
                links.Add(new(KeyOf(text.Raw(place.Start, place.Length)), place));
            }
        }

        foreach (Match match in Disguised().Matches(text.Folded))
        {
            links.Add(new(KeyOf(match.Value), new(match.Index, match.Length)));
        }

        foreach (Match match in Target().Matches(text.Folded))
        {
            var at = match.Value.AsSpan().IndexOfAny('(', '=') + 1;
            var place = new Found(match.Index + at, match.Length - at);
            links.Add(new(KeyOf(text.Raw(place.Start, place.Length)), place));
        }

        return links;
    }

    private static string KeyOf(string raw)
    {
        var key = raw.Trim().ToLowerInvariant();
        var scheme = PageSchemes.FirstOrDefault(s => key.StartsWith(s, StringComparison.Ordinal)) ?? "";
        return key[scheme.Length..].TrimEnd('/');
    }

    /// <summary>The full stop of the sentence is no part of the address, nor the bracket around it.</summary>
    private static Found Trimmed(string text, Match match)
    {
        var value = match.ValueSpan;
        while (!value.IsEmpty
            && (Trailing.Contains(value[^1]) || (value[^1] == ')' && value.Count('(') < value.Count(')'))))
        {
            value = value[..^1];
        }

        return new(match.Index, value.Length);
    }

    private static bool IsOpened(string text, Found place)
    {
        var link = text.AsSpan(place.Start, place.Length);
        if (link.StartsWith("mailto:") || link.StartsWith("tel:") || IsPartOfAddress(text, place))
        {
            return false;
        }

        var end = link.IndexOfAny("/:?#");
        var host = (end < 0 ? link : link[..end]).ToString();
        return link.Contains(':') && !host.Contains('.')
            || (end >= 0 && link[end] == '/' && HasNameOf(host))
            || host.StartsWith("www.", StringComparison.Ordinal)
            || IsNumber(host)
            || (HasNameOf(host) && TopLevelDomains.Has(host[(host.LastIndexOf('.') + 1)..]));
    }

    private static bool IsPartOfAddress(string text, Found place) =>
        (place.Start > 0 && text[place.Start - 1] == '@') || (place.End < text.Length && text[place.End] == '@');

    private static bool HasNameOf(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return host.Contains('.') && last.Length > 1 && last.Any(char.IsLetter);
    }

    private static bool IsNumber(string host) => host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out _);

    [GeneratedRegex(
        @"\b(?:[a-z][a-z0-9+.-]{1,15}://|hxxps?:|javascript:|vbscript:|data:[a-z])[^\s<>\[\]|""]*" +
        @"|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::[0-9]{1,5})?(?:[/?#][^\s<>\[\]|""]*)?",
        RegexOptions.NonBacktracking)]
    private static partial Regex Spelled();

    /// <summary>"a[.]b", "a (dot) b", "a dot com", "a .com", and hosts of IPv6.</summary>
    [GeneratedRegex(
        @"[\p{L}\p{N}-]+ ?[\[({] ?(?:\.|dot|punto|point) ?[\])}] ?\p{L}{2,}" +
        @"|[\p{L}\p{N}-]+ (?:dot|punto|point) " +
        @"(?:com|net|org|info|biz|io|xyz|app|dev|top|eu|fr|uk|us|ru|cn|tk|gov|edu)\b" +
        @"|[\p{L}\p{N}-]+ \. ?(?:com|org|info|biz|xyz|ru|cn|tk)\b" +
        @"|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){0,6}::[0-9a-f]{1,4}\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Disguised();

    /// <summary>Of Markdown and of HTML.</summary>
    [GeneratedRegex(@"\] ?\([^)\s]+|\b(?:href|src) ?=[^\s>]+", RegexOptions.NonBacktracking)]
    private static partial Regex Target();
}
