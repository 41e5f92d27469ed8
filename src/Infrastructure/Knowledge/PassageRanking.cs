using CleanFte.Application.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>What was found of a question in one passage.</summary>
/// <param name="Terms">Numbers of the question's terms that the passage has.</param>
/// <param name="Strengths">How plainly it has each: 1 in the title, less in the text or in another word for it.</param>
/// <param name="Own">How well its own text or heading says each, whatever the title says.</param>
internal sealed record PassageEvidence(
    Guid Article, int Position, long Version, int[] Terms, double[] Strengths, double[] Own)
{
    public double StrengthOf(int term) => Of(term, Strengths);

    public double OwnOf(int term) => Of(term, Own);

    private double Of(int term, double[] found)
    {
        var i = Array.IndexOf(Terms, term);
        return i < 0 ? 0 : found[i];
    }
}

/// <summary>The passage of an article that answers best.</summary>
/// <param name="Others">Where the article says nearly as much of it, the nearest first.</param>
internal sealed record RankedPassage(
    Guid Article, int Position, long Version, double Score, IReadOnlyList<int> Others);

/// <summary>
/// Chooses among passages that have words of a question. A passage's score is the share of the question it has; what its
/// article says elsewhere counts a little, and what neither title nor heading names counts less.
/// </summary>
internal static class PassageRanking
{
    /// <summary>What another passage of the article says is not in the answer, but says what the article is about.</summary>
    private const double Elsewhere = 0.3;

    /// <summary>From here on a term stands in the title or in a heading, in its own or another word.</summary>
    private const double Named = 0.8;

    /// <summary>What is only mentioned is seldom what the passage is about.</summary>
    private const double Mentioned = 0.6;

    /// <summary>Another passage with so much of what the best one says may answer, if it tells what is asked.</summary>
    private const double Near = 0.3;

    /// <summary>Passages of one article that may answer instead.</summary>
    public const int MaxOthers = 4;

    /// <param name="weights">What each term of the question weighs.</param>
    /// <param name="enough">What the terms of a question weigh at most together.</param>
    public static IReadOnlyList<RankedPassage> Best(
        IReadOnlyList<PassageEvidence> passages, IReadOnlyList<double> weights, double enough, int limit)
    {
        var asked = Math.Min(weights.Sum(), enough);
        return
        [
            .. passages.GroupBy(p => p.Article)
                .Select(article => BestOf([.. article], weights, asked))
                .OfType<RankedPassage>()
                .Where(f => f.Score >= FoundPassage.Threshold)
                .OrderByDescending(f => f.Score).ThenBy(f => f.Article)
                .Take(limit),
        ];
    }

    private static RankedPassage? BestOf(PassageEvidence[] article, IReadOnlyList<double> weights, double asked)
    {
        var passage = article.OrderByDescending(p => Sum(p.StrengthOf)).ThenBy(p => p.Position).First();
        if (IsChance(passage, weights.Count))
        {
            return null;
        }

        var found = Sum(t => Math.Max(passage.StrengthOf(t), Elsewhere * article.Max(p => p.StrengthOf(t))));
        var score = Math.Min(1, found / asked) * (IsNamed(passage) ? 1 : Mentioned);
        var told = article.OrderByDescending(Says).ThenBy(p => p.Position).ToList();
        return new RankedPassage(
            passage.Article, told[0].Position, passage.Version, score,
            [.. told.Skip(1).TakeWhile(p => Says(p) >= Near * Says(told[0])).Take(MaxOthers).Select(p => p.Position)]);

        // All passages have their title's words: which one is meant is told by what it says itself.
        double Says(PassageEvidence p) => Sum(p.StrengthOf) + Sum(p.OwnOf);

        double Sum(Func<int, double> strength) => Enumerable.Range(0, weights.Count).Sum(t => weights[t] * strength(t));
    }

    /// <summary>One word of many, somewhere in a text, says nothing about what the text is about.</summary>
    private static bool IsChance(PassageEvidence passage, int terms) =>
        terms > 1 && passage.Terms.Length == 1 && !IsNamed(passage);

    private static bool IsNamed(PassageEvidence passage) => passage.Strengths.Max() >= Named;
}
