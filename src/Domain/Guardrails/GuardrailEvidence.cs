using System.Numerics;

namespace CleanFte.Domain.Guardrails;

/// <summary>Is told what of a passage may speak for a reason or against it.</summary>
/// <param name="name">Its name in <see cref="GuardrailWeights"/>.</param>
/// <param name="amount">How much of it there is.</param>
/// <param name="word">Which word completes it, counted from zero; negative for what belongs to none.</param>
internal delegate void FoundInPassage(ReadOnlySpan<char> name, double amount, int word);

/// <summary>
/// What a passage is judged by beside the phrases: its words, their first letters, every four letters in a row (which
/// survive typing errors and endings), pairs of neighbours, of which either may be a concept, and which concepts are
/// named, alone and one soon after another.
/// </summary>
internal static class GuardrailEvidence
{
    /// <summary>Stands for every passage: most ask for nothing of the kind.</summary>
    public const string Always = "@always";

    public const string Question = "@question";

    /// <summary>So many words count in full; of more each counts less, for all of them add up.</summary>
    private const int Usual = 30;

    private const int Stem = 5;
    private const double StemAmount = 0.7;
    private const double PairAmount = 0.7;
    private const int Gram = 4;
    private const double GramAmount = 0.4;
    private const double ConceptPairAmount = 0.7;
    private const double HalfNamedAmount = 0.5;
    private const int Soon = 6;
    private const int MaxPair = (2 * FoldedWords.MaxWord) + 1;
    private const int BitsPerLong = 64;
    private const char GramMark = '%';
    private const char Edge = '#';
    private const string FirstWord = "^";
    private const string AfterLast = "$";

    /// <summary>Every number is the same word.</summary>
    private const string Number = "0";

    public static void Find(ReadOnlySpan<char> passage, Concepts concepts, FoundInPassage found)
    {
        var full = Math.Min(1, Math.Sqrt(Usual / (double)Math.Max(1, Count(passage))));
        found(Always, 1, -1);
        if (passage.Contains('?'))
        {
            found(Question, 1, -1);
        }

        Span<char> pair = stackalloc char[MaxPair];
        FirstWord.CopyTo(pair);
        var before = FirstWord.Length;
        Span<ulong> recent = stackalloc ulong[Soon];
        recent.Clear();
        Span<ulong> seen = stackalloc ulong[Concepts.MaxConcepts * (Concepts.MaxConcepts + 1) / BitsPerLong];
        seen.Clear();
        var words = new FoldedWords(passage, stackalloc char[FoldedWords.MaxWord]);
        var namedBefore = 0UL;
        var index = 0;
        for (; words.MoveNext(); index++)
        {
            var word = words.Current.ContainsAnyExceptInRange('0', '9') ? words.Current : Number;
            FindWord(word, full, index, found);
            found(Pair(pair, before, word), full * PairAmount, index);
            var named = concepts.Of(word);
            for (var left = named; left != 0; left &= left - 1)
            {
                var name = concepts.Name(BitOperations.TrailingZeroCount(left));
                found(Pair(pair, before, name), full * HalfNamedAmount, index);
            }

            FindWordAfter(namedBefore, concepts, word, full, index, found);
            word.CopyTo(pair);
            before = word.Length;
            namedBefore = named;
            FindConcepts(named, recent, seen, concepts, full, index, found);
            recent[index % Soon] = named;
        }

        if (index > 0)
        {
            found(Pair(pair, before, AfterLast), full * PairAmount, index - 1);
        }
    }

    private static void FindWord(ReadOnlySpan<char> word, double full, int index, FoundInPassage found)
    {
        found(word, full, index);
        if (word.Length >= Stem)
        {
            Span<char> stem = stackalloc char[Stem + 1];
            word[..Stem].CopyTo(stem);
            stem[Stem] = '*';
            found(stem, full * StemAmount, index);
        }

        if (word.Length >= Gram)
        {
            FindGrams(word, full, index, found);
        }
    }

    /// <summary>An edge of the word is a letter as well.</summary>
    private static void FindGrams(ReadOnlySpan<char> word, double full, int index, FoundInPassage found)
    {
        Span<char> edged = stackalloc char[FoldedWords.MaxWord + 3];
        edged = edged[..(word.Length + 3)];
        edged.Fill(Edge);
        word.CopyTo(edged[2..]);
        for (var start = 1; start + Gram <= edged.Length; start++)
        {
            var before = edged[start - 1];
            edged[start - 1] = GramMark;
            found(edged.Slice(start - 1, Gram + 1), full * GramAmount, index);
            edged[start - 1] = before;
        }
    }

    /// <summary>What stands right after a concept, whichever word named it.</summary>
    private static void FindWordAfter(
        ulong named, Concepts concepts, ReadOnlySpan<char> word, double full, int index, FoundInPassage found)
    {
        Span<char> pair = stackalloc char[MaxPair];
        for (var left = named; left != 0; left &= left - 1)
        {
            var name = concepts.Name(BitOperations.TrailingZeroCount(left));
            name.CopyTo(pair);
            found(Pair(pair, name.Length, word), full * HalfNamedAmount, index);
        }
    }

    private static ReadOnlySpan<char> Pair(Span<char> pair, int before, ReadOnlySpan<char> word)
    {
        pair[before] = '_';
        word.CopyTo(pair[(before + 1)..]);
        return pair[..(before + 1 + word.Length)];
    }

    /// <summary>Each concept and each pair of them counts once, where it is first complete.</summary>
    private static void FindConcepts(
        ulong named, ReadOnlySpan<ulong> recent, Span<ulong> seen, Concepts concepts, double full, int index,
        FoundInPassage found)
    {
        for (var left = named; left != 0; left &= left - 1)
        {
            var concept = BitOperations.TrailingZeroCount(left);
            var bit = 1UL << concept;
            if ((seen[^1] & bit) == 0)
            {
                seen[^1] |= bit;
                found(concepts.Name(concept), full, index);
            }

            foreach (var earlier in recent)
            {
                for (var others = earlier; others != 0; others &= others - 1)
                {
                    var other = BitOperations.TrailingZeroCount(others);
                    if ((seen[other] & bit) == 0)
                    {
                        seen[other] |= bit;
                        found(concepts.PairName(other, concept), full * ConceptPairAmount, index);
                    }
                }
            }
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
}
