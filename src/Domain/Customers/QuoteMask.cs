using System.Text;
using System.Text.RegularExpressions;

namespace CleanFte.Domain.Customers;

/// <summary>
/// Finds in what others wrote where a person is named or quoted: his addresses and numbers however they are spaced, his full
/// name, and what he wrote. Words are his only where something says so, because people write alike: five in a row, or a shorter
/// message of his in quotation marks, with a word among them that is not everybody's and not the text's own subject; five in
/// quotation marks; or five in a text that names him.
/// </summary>
public sealed partial class QuoteMask
{
    /// <summary>Words in a row that are a quotation; fewer are anybody's.</summary>
    private const int Run = 5;

    /// <summary>Words of a whole message that is recognised between quotation marks.</summary>
    private const int ShortestQuoted = 2;

    /// <summary>Letters of a word that tells; shorter ones are everybody's.</summary>
    private const int ShortestTelling = 4;

    private readonly NameMask _named;
    private readonly HashSet<ulong> _runs = [];
    private readonly HashSet<ulong> _messages = [];

    /// <param name="identifiers">His addresses, numbers and ids.</param>
    /// <param name="names">As he gave them.</param>
    /// <param name="texts">What he wrote.</param>
    /// <param name="told">What he was told, and colleagues noted of him: where he repeats it, the words are not his.</param>
    public QuoteMask(
        IEnumerable<string> identifiers, IEnumerable<string> names, IEnumerable<string> texts, IEnumerable<string>? told = null)
    {
        _named = new NameMask(identifiers, names);
        foreach (var text in texts)
        {
            AddText(text);
        }

        foreach (var text in told ?? [])
        {
            Forget(text);
        }
    }

    /// <summary>The words of a text, to compare with: see <see cref="Mask"/>.</summary>
    public static IEnumerable<string> WordsOf(string text) => Words().Matches(text).Select(w => w.Value.ToLowerInvariant());

    /// <summary>The text with the places masked; as it was where there is none.</summary>
    /// <param name="text">What somebody else wrote.</param>
    /// <param name="subject">Words of what it is about, by others than him; see <see cref="WordsOf"/>.</param>
    public string Mask(string text, IReadOnlySet<string>? subject = null)
    {
        var whole = _named.Mask(text);

        var named = whole != text;
        var words = Words().Matches(whole);
        var quoted = Quotations().Matches(whole);
        var masked = new StringBuilder();
        var copied = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var count = Stretch(words, i);
            var isHis = count > 0
                ? named || Tells(words, i, count, subject) || (IsQuoted(quoted, words[i]) && !IsSubject(words, i, count, subject))
                : (count = Message(words, i, quoted)) > 0 && (named || Tells(words, i, count, subject));
            if (isHis)
            {
                masked.Append(whole, copied, words[i].Index - copied).Append(PersonalDataAttribute.Mask);
                i += count - 1;
                copied = words[i].Index + words[i].Length;
            }
        }

        return copied == 0 ? whole : masked.Append(whole, copied, whole.Length - copied).ToString();
    }

    /// <summary>Words in a row from here on that he wrote; 0 where they are fewer than five.</summary>
    private int Stretch(MatchCollection words, int first)
    {
        var count = 0;
        while (first + count + Run <= words.Count && _runs.Contains(HashOf(words, first + count, Run)))
        {
            count++;
        }

        return count == 0 ? 0 : count + Run - 1;
    }

    /// <summary>Words of a short message of his that fills quotation marks; 0 where none does.</summary>
    private int Message(MatchCollection words, int first, MatchCollection quoted)
    {
        if (quoted.FirstOrDefault(q => q.Index < words[first].Index && words[first].Index < q.Index + q.Length) is not { } quotation
            || (first > 0 && words[first - 1].Index > quotation.Index))
        {
            return 0;
        }

        var count = 0;
        while (first + count < words.Count && words[first + count].Index < quotation.Index + quotation.Length)
        {
            count++;
        }

        return count is >= ShortestQuoted and < Run && _messages.Contains(HashOf(words, first, count)) ? count : 0;
    }

    private static bool IsQuoted(MatchCollection quoted, Match word) =>
        quoted.Any(q => q.Index < word.Index && word.Index < q.Index + q.Length);

    /// <summary>Whether one of them is neither everybody's word nor of the subject.</summary>
    private static bool Tells(MatchCollection words, int first, int count, IReadOnlySet<string>? subject) =>
        Enumerable.Range(first, count).Select(i => words[i].Value).Any(
            word => word.Length >= ShortestTelling && word.All(char.IsLetter) && !NameMask.IsOrdinary(word)
                && subject?.Contains(word.ToLowerInvariant()) != true);

    private static bool IsSubject(MatchCollection words, int first, int count, IReadOnlySet<string>? subject) =>
        subject is not null
        && Enumerable.Range(first, count).All(i => subject.Contains(words[i].Value.ToLowerInvariant()));

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

    /// <summary>Single marks count where they are no apostrophe.</summary>
    [GeneratedRegex("""["“„«][^"“”„«»]*["”“»]|(?<![\p{L}\p{N}])['‘‚‹][^'’‘›]*['’‘›](?![\p{L}\p{N}])""")]
    private static partial Regex Quotations();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Words();
}
