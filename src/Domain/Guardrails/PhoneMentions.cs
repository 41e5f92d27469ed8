using System.Text.RegularExpressions;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Finds telephone numbers by how people group their digits. What only looks like one is struck out before: dates,
/// times, years, amounts, addresses of hosts and tracking numbers.
/// </summary>
internal static partial class PhoneMentions
{
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    /// <summary>Shorter numbers of a country may belong to another one's as well.</summary>
    private const int MinOfCountry = 8;

    private const int PostalCode = 5;
    private const int HouseNumber = 3;
    private const int Thousand = 3;

    public static IEnumerable<Contact> In(string folded)
    {
        var text = Struck().Replace(folded, match => new string('\n', match.Length));
        return from Match match in Grouped().Matches(text)
               where !IsInsideWord(text, match) && IsPhone(match.Value)
               select new Contact(Digits(match.Value), new Found(match.Index, match.Length));
    }

    /// <summary>"+34 600 111 222" and "600 111 222" are one number, in a country's own form or the world's.</summary>
    public static bool AreSame(string one, string other)
    {
        if (one == other)
        {
            return true;
        }

        var (longer, shorter) = one.Length > other.Length ? (one, other) : (other, one);
        var national = shorter.TrimStart('0');
        return longer[0] == '+' && shorter[0] != '+' && national.Length >= MinOfCountry
            && longer.EndsWith(national, StringComparison.Ordinal);
    }

    /// <summary>The digits, with a plus before a number of the world.</summary>
    public static string Digits(string spelled)
    {
        var digits = string.Concat(spelled.Where(char.IsAsciiDigit));
        return spelled.Contains('+') ? "+" + digits
            : digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits;
    }

    private static bool IsInsideWord(string text, Match match) =>
        (match.Index > 0 && char.IsLetter(text[match.Index - 1]))
        || (match.Index + match.Length < text.Length && char.IsLetter(text[match.Index + match.Length]));

    private static bool IsPhone(string spelled)
    {
        var groups = spelled.Split([' ', '.', '-', '(', ')', '/', '+'], StringSplitOptions.RemoveEmptyEntries);
        if (groups.Sum(g => g.Length) is < MinDigits or > MaxDigits)
        {
            return false;
        }

        var isMarked = spelled[0] is '+' or '(' || groups[0][0] == '0';
        return isMarked || !(IsDecimal(spelled, groups) || IsCount(groups) || IsPlace(groups) || IsSpanOfPlaces(groups)
            || IsHost(spelled));
    }

    /// <summary>40.416775</summary>
    private static bool IsDecimal(string spelled, string[] groups) => groups.Length == 2 && spelled.Count('.') == 1
        && spelled.IndexOf('.') == groups[0].Length && spelled.Length == groups[0].Length + 1 + groups[1].Length;

    /// <summary>1 234 567: nobody begins a telephone number with one or two digits and goes on with threes.</summary>
    private static bool IsCount(string[] groups) =>
        groups.Length > 2 && groups[0].Length < Thousand && groups.Skip(1).All(g => g.Length == Thousand);

    /// <summary>12 - 28013: a house and its postal code.</summary>
    private static bool IsPlace(string[] groups) =>
        groups is [{ Length: <= HouseNumber }, { Length: PostalCode }];

    /// <summary>28001-28014</summary>
    private static bool IsSpanOfPlaces(string[] groups) => groups.All(g => g.Length == PostalCode);

    private static bool IsHost(string spelled) =>
        spelled.Count(c => c == '.') == 3 && System.Net.IPAddress.TryParse(spelled, out _);

    [GeneratedRegex(@"[+(]{0,2}[0-9](?:[ .()/-]{0,3}[0-9]){6,19}", RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();

    [GeneratedRegex(
        @"\b(?:[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[./-][01]?[0-9][./-][0-3]?[0-9])\b" +
        @"|\b(?:19|20)[0-9]{2} ?[/-] ?(?:19|20)?[0-9]{2}\b" +
        @"|\b[0-2]?[0-9][.:][0-5][0-9] ?(?:-|to|a|y|and|et) ?[0-2]?[0-9][.:][0-5][0-9]\b" +
        @"|\btkt[ -]{0,3}[0-9a-z]{4}-?[0-9a-z]{6}\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Struck();
}
