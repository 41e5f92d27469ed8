using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class FactChoiceTests
{
    private const string Priced = "It costs 24 euros.", Timed = "It opens at 09:30.";

    [Fact]
    public void The_passage_with_the_fact_is_told() =>
        FactChoice.Of([[Says(0.9, Timed), Says(0.9, Priced)]], AskedFact.Price).Single().Passage.ShouldBe(Priced);

    [Fact]
    public void Where_no_passage_has_it_the_best_is_told() =>
        FactChoice.Of([[Says(0.9, Timed), Says(0.9, "Ask.")]], AskedFact.Price).Single().Passage.ShouldBe(Timed);

    [Fact]
    public void Of_articles_that_fit_alike_the_one_with_the_fact_is_clear()
    {
        var found = FactChoice.Of([[Says(0.9, Timed)], [Says(0.895, Priced)]], AskedFact.Price);

        FoundPassage.Clear(found)!.Passage.ShouldBe(Priced);
    }

    [Fact]
    public void An_article_that_fits_better_stays_first()
    {
        var found = FactChoice.Of([[Says(0.9, Timed)], [Says(0.8, Priced)]], AskedFact.Price);

        found.Select(f => f.Score).ShouldBe([0.9, 0.8]);
    }

    [Fact]
    public void What_fits_alike_and_tells_alike_is_not_clear() =>
        FoundPassage.Clear(FactChoice.Of([[Says(0.9, Priced)], [Says(0.9, Priced)]], AskedFact.Price)).ShouldBeNull();

    private static FoundPassage Says(double score, string text) =>
        new(Guid.CreateVersion7(), 1, "Title", text, score, null);
}
