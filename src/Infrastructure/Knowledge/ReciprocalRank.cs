using CleanFte.Application.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// One list of two: an article counts the more the higher it stands in each. Of its passages the one that stands higher is
/// shown, of its scores the better one.
/// </summary>
internal static class ReciprocalRank
{
    /// <summary>How little being first differs from being third.</summary>
    public const int Damping = 60;

    public static IReadOnlyList<FoundPassage> Fuse(
        IReadOnlyList<FoundPassage> words, IReadOnlyList<FoundPassage> meanings, int limit) =>
    [
        .. Ranked(words).Concat(Ranked(meanings))
            .GroupBy(r => r.Passage.ArticleId)
            .Select(article => (
                Passage: article.MinBy(r => r.Place).Passage with { Score = article.Max(r => r.Passage.Score) },
                Fused: article.Sum(r => 1.0 / (Damping + r.Place))))
            .OrderByDescending(a => a.Fused).ThenByDescending(a => a.Passage.Score).ThenBy(a => a.Passage.ArticleId)
            .Take(limit)
            .Select(a => a.Passage),
    ];

    private static IEnumerable<(FoundPassage Passage, int Place)> Ranked(IReadOnlyList<FoundPassage> list) =>
        list.Select((passage, i) => (passage, i + 1));
}
