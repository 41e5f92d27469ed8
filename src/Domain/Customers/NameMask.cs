using System.Text.RegularExpressions;
using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Customers;

/// <summary>Finds in a text where a person is named: his addresses, his numbers however they are spaced, his full name.</summary>
internal sealed partial class NameMask
{
    /// <summary>Digits of a phone number that are compared: how its country is written differs.</summary>
    private const int PhoneDigits = 9;

    /// <summary>Digits before those: the country, and what is dialled to get there.</summary>
    private const int CountryDigits = 6;

    /// <summary>Characters of an id; what is shorter is in other words, too.</summary>
    private const int ShortestId = 8;

    /// <summary>The last digits of his numbers.</summary>
    private readonly HashSet<string> _phones = [];

    private readonly List<(string[] Words, StringComparison Case)> _terms = [];

    /// <param name="identifiers">His addresses, numbers and ids.</param>
    /// <param name="names">As he gave them.</param>
    public NameMask(IEnumerable<string> identifiers, IEnumerable<string> names)
    {
        foreach (var identifier in identifiers.Distinct())
        {
            var digits = string.Concat(identifier.Where(char.IsAsciiDigit));
            if (!identifier.Contains('@', StringComparison.Ordinal) && digits.Length >= PhoneDigits)
            {
                _phones.Add(digits[^PhoneDigits..]);
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
            AddName(name);
        }
    }

    /// <summary>The text with the places masked.</summary>
    public string Mask(string text)
    {
        var masked = _phones.Count == 0 ? text : PhoneLike().Replace(text, m => WithoutPhone(text, m.Index, m.Index + m.Length));
        foreach (var (term, comparison) in _terms)
        {
            masked = WithoutTerm(masked, term, comparison);
        }

        return masked;
    }

    /// <summary>Whether people write it to a town hall, in any language.</summary>
    public static bool IsOrdinary(string word)
    {
        var folded = new FoldedWords(word, stackalloc char[FoldedWords.MaxWord]);
        return folded.MoveNext() && LanguageWords.Holds(folded.Current);
    }

    /// <summary>What looks like a number, or several: without those that are his.</summary>
    private string WithoutPhone(string text, int begin, int end)
    {
        var digits = Enumerable.Range(begin, end - begin).Where(i => char.IsAsciiDigit(text[i])).ToArray();
        for (var last = digits.Length - 1; last >= PhoneDigits - 1; last--)
        {
            var compared = last - (PhoneDigits - 1);
            if (!_phones.Contains(string.Concat(digits[compared..(last + 1)].Select(i => text[i]))))
            {
                continue;
            }

            // As much before them as may be the country's, from where a number can begin.
            for (var first = Math.Max(0, compared - CountryDigits); first <= compared; first++)
            {
                if (IsWhole(text, digits[first], digits[last] + 1))
                {
                    var from = digits[first] - (digits[first] > begin && text[digits[first] - 1] == '+' ? 1 : 0);
                    return $"{WithoutPhone(text, begin, from)}{PersonalDataAttribute.Mask}{text[(digits[last] + 1)..end]}";
                }
            }
        }

        return text[begin..end];
    }

    private static string WithoutTerm(string text, string[] term, StringComparison comparison)
    {
        for (var at = text.IndexOf(term[0], comparison); at >= 0; at = text.IndexOf(term[0], at, comparison))
        {
            var end = EndOf(text, at, term, comparison);
            if (end > 0 && IsWhole(text, at, end))
            {
                text = string.Concat(text.AsSpan(0, at), PersonalDataAttribute.Mask, text.AsSpan(end));
                at += PersonalDataAttribute.Mask.Length;
            }
            else
            {
                at++;
            }
        }

        return text;
    }

    /// <summary>Where the words end whose first begins there, however they are spaced; 0 where the others do not follow.</summary>
    private static int EndOf(string text, int begin, string[] term, StringComparison comparison)
    {
        var end = begin + term[0].Length;
        foreach (var word in term.Skip(1))
        {
            var next = end;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
            {
                next++;
            }

            if (next == end || !text.AsSpan(next).StartsWith(word, comparison))
            {
                return 0;
            }

            end = next + word.Length;
        }

        return end;
    }

    private void AddTerm(string term, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        _terms.Add((term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), comparison));

    /// <summary>A name of everybody's words ("Street Light") is one only where it is written as one.</summary>
    private void AddName(string name)
    {
        if (NameWords().Matches(name).Any(w => !IsOrdinary(w.Value)))
        {
            AddTerm(name);
        }
        else if (NameWords().Matches(name).All(w => char.IsUpper(w.ValueSpan[0])))
        {
            AddTerm(name, StringComparison.Ordinal);
        }
    }

    /// <summary>Whether no letter or digit goes on before or behind.</summary>
    private static bool IsWhole(string text, int begin, int end) =>
        (begin == 0 || !char.IsLetterOrDigit(text[begin - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));

    [GeneratedRegex(@"\+?[0-9](?:[\s().\-/]{0,3}[0-9]){8,}")]
    private static partial Regex PhoneLike();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex NameWords();
}
