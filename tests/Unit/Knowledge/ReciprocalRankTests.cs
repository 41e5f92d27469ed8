using CleanFte.Application.Knowledge;
using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class ReciprocalRankTests
{
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void Second_in_both_lists_is_better_than_first_in_one()
    {
        var fused = ReciprocalRank.Fuse([Found(0, 0.9), Found(1, 0.4)], [Found(2, 0.8), Found(1, 0.5)], 5);

        fused.Select(f => f.ArticleId).ShouldBe([Ids[1], Ids[0], Ids[2]]);
    }

    [Fact]
    public void The_better_score_and_the_passage_that_stands_higher_are_kept()
    {
        var fused = ReciprocalRank.Fuse([Found(0, 0.9), Found(1, 0.4, "words")], [Found(1, 0.35, "meaning")], 5);

        (fused[0].Passage, fused[0].Score).ShouldBe(("meaning", 0.4));
    }

    [Fact]
    public void Equal_places_are_told_apart_by_their_scores() =>
        ReciprocalRank.Fuse([Found(0, 0.4)], [Found(1, 0.5)], 5).Select(f => f.ArticleId).ShouldBe([Ids[1], Ids[0]]);

    [Fact]
    public void Without_meanings_the_words_stay_as_they_are()
    {
        FoundPassage[] words = [Found(3, 0.4), Found(0, 0.9), Found(1, 0.5)];

        ReciprocalRank.Fuse(words, [], 2).ShouldBe(words[..2]);
    }

    private static FoundPassage Found(int article, double score, string passage = "") =>
        new(Ids[article], 1, "", passage, score, null);
}
