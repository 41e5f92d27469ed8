using CleanFte.Application.Knowledge;
using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class PassageRankingTests
{
    private const double Named = 1, Told = 0.7;

    private static readonly double[] TwoEqualTerms = [3, 3];

    [Fact]
    public void What_a_title_names_stands_before_what_a_text_mentions()
    {
        var (title, text) = (Passage((0, Named), (1, Told)), Passage((0, Told), (1, Told)));

        Best([text, title], TwoEqualTerms).Select(f => f.Article).ShouldBe([title.Article, text.Article]);
    }

    [Fact]
    public void One_word_of_many_in_a_text_is_chance() => Best([Passage((0, Told))], [9, 1]).ShouldBeEmpty();

    [Fact]
    public void The_only_word_of_a_question_may_stand_in_a_text() =>
        Best([Passage((0, Told))], [4]).ShouldHaveSingleItem();

    [Fact]
    public void A_rare_word_counts_for_more_than_a_common_one()
    {
        var (rare, common) = (Passage((0, Named)), Passage((1, Named)));

        Best([common, rare], [4, 2]).Select(f => f.Article).ShouldBe([rare.Article, common.Article]);
    }

    [Fact]
    public void A_passage_with_too_little_of_the_question_is_not_found() =>
        Best([Passage((0, Named))], [1, 3, 3]).ShouldBeEmpty();

    [Fact]
    public void What_its_article_says_elsewhere_counts_a_little()
    {
        var first = Passage((0, Named));
        var second = Passage((1, Named)) with { Article = first.Article, Position = 1 };
        var alone = Best([first], TwoEqualTerms).Single().Score;

        Best([first, second], TwoEqualTerms).ShouldHaveSingleItem().Score.ShouldBeInRange(alone + 0.01, 0.99);
    }

    [Fact]
    public void Of_passages_under_one_title_the_one_that_says_more_itself_is_told()
    {
        var first = Passage((0, Named), (1, Named)) with { Own = [1, 0] };
        var second = first with { Position = 1, Own = [1, 1] };

        var found = Best([first, second], TwoEqualTerms).ShouldHaveSingleItem();

        (found.Position, found.Score).ShouldBe((1, Best([first], TwoEqualTerms).Single().Score));
        found.Others.ShouldBe([0]);
    }

    [Fact]
    public void A_statement_needs_a_clearer_match_than_a_question()
    {
        var found = new FoundPassage(Guid.CreateVersion7(), 1, "", "", 0.45, null);

        FoundPassage.Clear([found]).ShouldBe(found);
        FoundPassage.Clear([found], asked: false).ShouldBeNull();
        FoundPassage.Clear([found with { Score = 0.5 }], asked: false).ShouldNotBeNull();
    }

    [Fact]
    public void Long_questions_ask_for_no_more_than_enough() =>
        PassageRanking.Best([Passage((0, Named), (1, Named))], [3, 3, 3, 3, 3, 3], 6, 5).Single().Score.ShouldBe(1);

    [Fact]
    public void What_fits_alike_is_not_clear()
    {
        var (one, other) = (Passage((0, Named)), Passage((0, Named)));

        FoundPassage.Clear(Found([one, other])).ShouldBeNull();
        FoundPassage.Clear(Found([one]))!.ArticleId.ShouldBe(one.Article);
        FoundPassage.Clear([]).ShouldBeNull();
    }

    private static IReadOnlyList<FoundPassage> Found(PassageEvidence[] passages) =>
        [.. Best(passages, TwoEqualTerms).Select(r => new FoundPassage(r.Article, r.Version, "", "", r.Score, null))];

    private static IReadOnlyList<RankedPassage> Best(PassageEvidence[] passages, double[] weights) =>
        PassageRanking.Best(passages, weights, double.MaxValue, 5);

    private static PassageEvidence Passage(params (int Term, double Strength)[] found) => new(
        Guid.CreateVersion7(), 0, 1, [.. found.Select(f => f.Term)], [.. found.Select(f => f.Strength)],
        [.. found.Select(f => f.Strength)]);
}
