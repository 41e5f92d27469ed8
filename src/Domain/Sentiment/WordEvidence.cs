using System.Buffers;

namespace CleanFte.Domain.Sentiment;

/// <summary>The words of a message, their stems, endings, groups and pairs.</summary>
internal static class WordEvidence
{
    /// <summary>So many words count in full; in longer messages each counts less, for all of them add up.</summary>
    private const int Usual = 30;

    private const int Stem = 5;
    private const int Ending = 3;
    private const int MaxPair = (2 * FoldedWords.MaxWord) + 1;
    private const double PartAmount = 0.7;

    /// <summary>Every number is the same word.</summary>
    private const string Number = "0";

    /// <summary>A group and the next one are a pair if no more words lie between.</summary>
    private const int GroupReach = 5;

    private static readonly SearchValues<char> SentenceMarks = SearchValues.Create(".!?;¿¡…\n");

    /// <param name="text">What is read.</param>
    /// <param name="groups">Of its language.</param>
    /// <param name="found">
    /// Is told <c>word</c>, <c>stem*</c>, <c>*end</c>, <c>one_two</c>, <c>^first</c> of a sentence, <c>#group</c>
    /// and <c>#group#next</c>.
    /// </param>
    public static void Find(ReadOnlySpan<char> text, WordGroups groups, Found found)
    {
        var full = Math.Min(1, Math.Sqrt(Usual / (double)Math.Max(1, Count(text))));
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        var name = new EvidenceName(stackalloc char[MaxPair]);
        Span<char> before = stackalloc char[FoldedWords.MaxWord];
        var (length, end, sinceGroup, lastGroup) = (0, 0, 0, "");
        while (words.MoveNext())
        {
            var word = words.Current.ContainsAnyExceptInRange('0', '9') ? words.Current : Number;
            found(word, full);
            if (word.Length >= Stem)
            {
                found(name.Join(word[..Stem], "*", ""), full * PartAmount);
                found(name.Join("*", word[^Ending..], ""), full * PartAmount);
            }

            if (length == 0 || text[end..words.Start].ContainsAny(SentenceMarks))
            {
                found(name.Join("^", word, ""), full);
            }

            if (length > 0)
            {
                found(name.Join(before[..length], "_", word), full * PartAmount);
            }

            if (groups.Of(word) is { } group)
            {
                found(group, full);
                if (lastGroup.Length > 0 && sinceGroup <= GroupReach)
                {
                    found(name.Join(lastGroup, group, ""), full);
                }

                (lastGroup, sinceGroup) = (group, 0);
            }

            word.CopyTo(before);
            (length, end, sinceGroup) = (word.Length, words.End, sinceGroup + 1);
        }
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        var count = 0;
        while (words.MoveNext())
        {
            count++;
        }

        return count;
    }

    /// <summary>Puts a name together without making a string of it.</summary>
    private readonly ref struct EvidenceName(Span<char> room)
    {
        private readonly Span<char> _room = room;

        public ReadOnlySpan<char> Join(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
        {
            first.CopyTo(_room);
            second.CopyTo(_room[first.Length..]);
            third.CopyTo(_room[(first.Length + second.Length)..]);
            return _room[..(first.Length + second.Length + third.Length)];
        }
    }
}
