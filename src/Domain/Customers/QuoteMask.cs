using System.Buffers;
using System.Text.RegularExpressions;

namespace CleanFte.Domain.Customers;

/// <summary>
/// Finds in what others wrote where a person is named or quoted: his addresses and numbers however they are spaced, his full
/// name, five words in a row of what he wrote, or a shorter message of his between quotation marks.
/// </summary>
public sealed partial class QuoteMask
{
    /// <summary>Words in a row that are a quotation; fewer are anybody's.</summary>
    private const int Run = 5;

    /// <summary>Words of a whole message that is recognised between quotation marks.</summary>
    private const int ShortestQuoted = 2;

    /// <summary>Digits of a phone number that are compared: how its country is written differs.</summary>
    private const int PhoneDigits = 9;

    /// <summary>Characters of an id; what is shorter is in other words, too.</summary>
    private const int ShortestId = 8;

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"'«»“”„‘’‚‹›");

    private readonly List<Regex> _terms = [];
    private readonly HashSet<ulong> _runs = [];
    private readonly HashSet<ulong> _messages = [];

    /// <param name="identifiers">His addresses, numbers and ids.</param>
    /// <param name="names">As he gave them.</param>
    /// <param name="texts">What he wrote.</param>
    /// <param name="told">What he was told, and colleagues noted of him: where he repeats it, the words are not his.</param>
    public QuoteMask(
        IEnumerable<string> identifiers, IEnumerable<string> names, IEnumerable<string> texts, IEnumerable<string>? told = null)
    {
        foreach (var identifier in identifiers.Distinct())
        {
            var digits = string.Concat(identifier.Where(char.IsAsciiDigit));
            if (!identifier.Contains('@', StringComparison.Ordinal) && digits.Length >= PhoneDigits)
            {
                AddPhone(digits);
            }

            if (identifier.Contains('@', StringComparison.Ordinal)
                || (identifier.Length >= ShortestId && identifier.Any(char.IsAsciiDigit)))
            {
                AddTerm(identifier);
            }
        }

        // One word alone is somebody else's, too, or no name at all: whoever writes chooses what he is called.
        foreach (var name in names.Distinct().Where(n => NameWords().Count(n) >= 2))
        {
            AddTerm(name);
        }

        foreach (var text in texts)
        {
            AddText(text);
        }

        foreach (var text in told ?? [])
        {
            Forget(text);
        }
    }

    /// <summary>The text with the places masked; as it was where there is none.</summary>
    public string Mask(string text)
    {
        var masked = text;
        foreach (var term in _terms)
        {
            var searched = masked;
            masked = term.Replace(
                searched, m => IsWhole(searched, m.Index, m.Index + m.Length) ? PersonalDataAttribute.Mask : m.Value);
        }

        // What is replaced lies behind what is looked at next, so that places found in the whole still hold.
        var whole = masked;
        var words = Words().Matches(whole);
        for (var i = words.Count - 1; i >= 0; i--)
        {
            if (QuotedFrom(whole, words, i) is { } last)
            {
                var begin = words[i].Index;
                while (i > 0 && _runs.Contains(HashOf(words, i - 1, Run)))
                {
                    begin = words[--i].Index;
                }

                masked = string.Concat(
                    masked.AsSpan(0, begin), PersonalDataAttribute.Mask, masked.AsSpan(words[last].Index + words[last].Length));
            }
        }

        return masked;
    }

    /// <summary>The last word of what is quoted from a word on; null where nothing is.</summary>
    private int? QuotedFrom(string text, MatchCollection words, int first)
    {
        if (first + Run <= words.Count && _runs.Contains(HashOf(words, first, Run)))
        {
            return first + Run - 1;
        }

        if (words[first].Index == 0 || !Quotes.Contains(text[words[first].Index - 1]))
        {
            return null;
        }

        for (var count = ShortestQuoted; count < Run && first + count <= words.Count; count++)
        {
            var end = words[first + count - 1].Index + words[first + count - 1].Length;
            var closes = text.AsSpan(end, Math.Min(2, text.Length - end)).IndexOfAny(Quotes) >= 0;
            if (closes && _messages.Contains(HashOf(words, first, count)))
            {
                return first + count - 1;
            }
        }

        return null;
    }

    private void AddPhone(string digits)
    {
        var compared = digits[^Math.Min(PhoneDigits, digits.Length)..];
        var spaced = string.Join(@"[\s().\-/]{0,3}", compared.Select(d => d.ToString()));
        _terms.Add(new Regex(@"\+?(?:\d[\s().\-/]{0,3}){0,6}" + spaced, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    private void AddTerm(string term)
    {
        var words = string.Join(@"\s+", term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape));
        _terms.Add(new Regex(words, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
    }

    /// <summary>Whether no letter or digit goes on before or behind.</summary>
    private static bool IsWhole(string text, int begin, int end) =>
        (begin == 0 || !char.IsLetterOrDigit(text[begin - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));

    private void Forget(string text)
    {
        var words = Words().Matches(text);
        for (var i = 0; i + Run <= words.Count; i++)
        {
            _runs.Remove(HashOf(words, i, Run));
        }
    }

    private void AddText(string text)
    {
        var words = Words().Matches(text);
        for (var i = 0; i + Run <= words.Count; i++)
        {
            _runs.Add(HashOf(words, i, Run));
        }

        if (words.Count is >= ShortestQuoted and < Run)
        {
            _messages.Add(HashOf(words, 0, words.Count));
        }
    }

    /// <summary>FNV-1a over the words in lower case.</summary>
    private static ulong HashOf(MatchCollection words, int first, int count)
    {
        var hash = 14_695_981_039_346_656_037UL;
        for (var i = first; i < first + count; i++)
        {
            foreach (var character in words[i].ValueSpan)
            {
                hash = (hash ^ char.ToLowerInvariant(character)) * 1_099_511_628_211UL;
            }

            hash = (hash ^ ' ') * 1_099_511_628_211UL;
        }

        return hash;
    }

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex NameWords();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Words();
}
