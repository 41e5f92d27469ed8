using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// Of passages that fit nearly alike, the one that tells what is asked: a price, a time, a place. Between articles it
/// only decides where nothing else does.
/// </summary>
internal static class FactChoice
{
    /// <summary>Articles whose passages are read for it; what is found below is not told.</summary>
    public const int MaxArticles = 4;

    /// <param name="articles">Passages of each article, best first; the articles as well.</param>
    /// <param name="fact">What is asked for.</param>
    /// <returns>One passage of each.</returns>
    public static IReadOnlyList<FoundPassage> Of(IReadOnlyList<IReadOnlyList<FoundPassage>> articles, AskedFact fact)
    {
        var told = articles.Select((passages, i) =>
            i < MaxArticles && passages.FirstOrDefault(p => AskedFacts.IsToldIn(p.Passage, fact)) is { } telling
                ? (Passage: telling, Tells: true)
                : (Passage: passages[0], Tells: false)).ToList();
        var alike = told.TakeWhile(t => told[0].Passage.Score - t.Passage.Score < FoundPassage.Lead).ToList();
        var decides = alike.Exists(t => t.Tells);
        return
        [
            .. told.Select((t, i) => decides && i < alike.Count && !t.Tells ? Behind(t.Passage) : t.Passage)
                .OrderByDescending(p => p.Score),
        ];

        // As far behind as it can be ahead, and as far again as a lead is.
        static FoundPassage Behind(FoundPassage passage) =>
            passage with { Score = passage.Score - (2 * FoundPassage.Lead) };
    }
}
