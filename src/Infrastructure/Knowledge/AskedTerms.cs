using CleanFte.Domain.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>One thing a question asks for: a word or an expression, in all the ways it may be written in an article.</summary>
/// <param name="Folded">As it was asked, folded; what resembles it is looked for when no article has any of its ways.</param>
/// <param name="Ways">Words; the first are the question's own.</param>
/// <param name="IsDetail">It asks something about a thing that another term names.</param>
internal sealed record AskedTerm(string Folded, IReadOnlyList<AskedWay> Ways, bool IsDetail)
{
    /// <summary>What a detail weighs; a thing weighs 1.</summary>
    private const double OfDetail = 0.6;

    /// <summary>How well a detail is met at most: an article about fees does not answer what a wedding costs.</summary>
    private const double DetailFit = 0.75;

    /// <summary>A name that nobody knows is no word that somebody has misspelt.</summary>
    public bool IsName { get; init; }

    public double Weight => IsDetail ? OfDetail : 1;

    public double FitOf(AskedWay way) => IsDetail ? way.Fit * DetailFit : way.Fit;
}

/// <param name="Word">A word, or the folded beginning of one.</param>
/// <param name="Fit">How well it says what was asked for, up to 1.</param>
internal sealed record AskedWay(string Word, bool IsBeginning, double Fit);

/// <summary>Takes a question apart into what it asks for. Little words ask for nothing; expressions are one thing.</summary>
internal static class AskedTerms
{
    /// <summary>Things of one question that are looked for.</summary>
    public const int MaxTerms = 16;

    /// <summary>Ways to write all of them together; each costs as much as a word of the question.</summary>
    public const int MaxWays = 64;

    /// <summary>Ways to write one of them besides the question's own.</summary>
    public const int MaxOthers = 10;

    /// <summary>Another word for it is seldom quite the same.</summary>
    private const double OtherFit = 0.85;

    /// <summary>A word of an expression alone says less than the expression.</summary>
    private const double PartFit = 0.7;

    public static IReadOnlyList<AskedTerm> Of(string question, string language)
    {
        var wording = Wording.Of(language);
        var words = QuestionWords.Of(question);
        var terms = new List<AskedTerm>();
        var ways = 0;
        for (var i = 0; i < words.Count && terms.Count < MaxTerms && ways < MaxWays;)
        {
            var (term, length) = At(words, i, wording);
            i += length;
            if (term is not null)
            {
                var room = term with { Ways = [.. term.Ways.Take(MaxWays - ways)] };
                terms.Add(room);
                ways += room.Ways.Count;
            }
        }

        return terms.TrueForAll(t => t.IsDetail) ? terms.ConvertAll(t => t with { IsDetail = false }) : terms;
    }

    /// <summary>What begins at a word, the longest expression first, and how many words it has.</summary>
    private static (AskedTerm? Term, int Length) At(
        IReadOnlyList<QuestionWord> words, int start, Wording wording)
    {
        for (var length = Math.Min(Wording.MaxWords, words.Count - start); length > 0; length--)
        {
            var part = words.Skip(start).Take(length).ToArray();
            var folded = string.Join(' ', part.Select(w => w.Folded));
            if (wording.MeaningOf(folded) is { } meaning)
            {
                return (meaning.Others.Count == 0 && length > 1 ? null : Term(folded, part, meaning, wording), length);
            }
        }

        var (word, plain, isName) = words[start];
        return (
            wording.IsLittle(plain) ? null
                : new AskedTerm(plain, [new AskedWay(word, false, 1)], false) { IsName = isName },
            1);
    }

    private static AskedTerm Term(
        string folded, QuestionWord[] part, Meaning meaning, Wording wording)
    {
        var own = part.Where(w => part.Length == 1 || !wording.IsLittle(w.Folded))
            .Select(w => new AskedWay(w.Word, false, part.Length == 1 ? 1 : PartFit));
        return new AskedTerm(
            folded,
            [
                .. own,
                .. meaning.Others.Take(MaxOthers).Select(o => new AskedWay(o.TrimEnd('*'), o.EndsWith('*'), OtherFit)),
            ],
            meaning.IsDetail);
    }
}
