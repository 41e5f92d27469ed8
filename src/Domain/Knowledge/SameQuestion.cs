using CleanFte.Domain.Guardrails;

namespace CleanFte.Domain.Knowledge;

/// <summary>Whether two questions ask the same.</summary>
public static class SameQuestion
{
    /// <summary>The share of the words of both that they have in common.</summary>
    private const double Share = 0.8;

    /// <summary>In lower case, without accents, marks and double spaces.</summary>
    public static string Normalised(string question) => FoldedWords.Join(question).TrimEnd();

    /// <summary>Word for word, or with nearly the same telling words and the same numbers.</summary>
    public static bool Is(string one, string other)
    {
        if (Normalised(one) == Normalised(other))
        {
            return true;
        }

        var (first, second) = (GroundedSentence.Read(one), GroundedSentence.Read(other));
        var (words, others) = (WordsOf(first), WordsOf(second));
        var common = words.Intersect(others).Count();
        return common > 0 && first.Digits == second.Digits && common >= Share * (words.Count + others.Count - common);
    }

    /// <summary>Words that tell something.</summary>
    internal static HashSet<string> WordsOf(GroundedSentence sentence) => [.. sentence.Words.Select(w => w.Keys[^1])];
}
