using CleanFte.Domain;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class ArticleDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ArticleContent Content = new("en", "Bulky waste", "We collect sofas.");
    private static readonly ArticlePublished Published = new(ArticleId.New(Now), Content, Now);

    [Fact]
    public void An_article_is_published_and_then_revised()
    {
        var longer = Content with { Body = "We collect sofas and beds." };

        ArticleDecider.Publish(null, Published.Article, Content, Now).ShouldYield(Published);
        ArticleDecider.Revise(Given(), longer, Now).ShouldYield(new ArticleRevised(longer, Now));
        ArticleDecider.Publish(Given(), Published.Article, longer, Now).ShouldYield(new ArticleRevised(longer, Now));
        Given(new ArticleRevised(longer, Now)).Content.ShouldBe(longer);
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        ArticleDecider.Revise(Given(), Content with { }, Now).ShouldYieldNothing();
        ArticleDecider.Publish(Given(), Published.Article, Content with { }, Now).ShouldYieldNothing();
    }

    [Fact]
    public void A_retired_article_is_not_revised_but_may_be_published_again()
    {
        var retired = Given(new ArticleRetired(Now));

        ArticleDecider.Retire(Given(), Now).ShouldYield(new ArticleRetired(Now));
        ArticleDecider.Retire(retired, Now).ShouldYieldNothing();
        ArticleDecider.Revise(retired, Content, Now).ShouldRefuse("article.retired");
        ArticleDecider.Publish(retired, Published.Article, Content, Now).ShouldYield(Published);
        Given(new ArticleRetired(Now), Published).Retired.ShouldBeFalse();
    }

    [Fact]
    public void An_article_that_could_never_be_found_is_refused()
    {
        Publish(Content with { ValidFrom = Now, ValidTo = Now }).ShouldRefuse("article.never_valid");
        Publish(Content with { Body = "# Only\n\n## Headings" }).ShouldRefuse("article.says_nothing");
        Publish(Content with { Body = string.Concat(Enumerable.Repeat("# H\na\n", Passages.MaxPassages + 1)) })
            .ShouldRefuse("article.too_many_passages");
        Publish(Content with { ValidFrom = Now, ValidTo = Now.AddTicks(1) }).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_shorter_version_leaves_the_positions_of_the_longer_one()
    {
        var longer = Given(new ArticleRevised(Content with { Body = "# A\na\n# B\nb\n# C\nc" }, Now));

        longer.Positions.ShouldBe(3);
        Article.Evolve(longer, new ArticleRevised(Content, Now))!.Positions.ShouldBe(3);
    }

    [Fact]
    public void A_file_names_one_stream_per_tenant()
    {
        ArticleId.Imported("a", "waste.md").ShouldBe(ArticleId.Imported("a", "waste.md"));
        ArticleId.Imported("a", "waste.md").ShouldNotBe(ArticleId.Imported("b", "waste.md"));
    }

    private static Decision<ArticleEvent> Publish(ArticleContent content) =>
        ArticleDecider.Publish(null, Published.Article, content, Now);

    private static Article Given(params ArticleEvent[] later) =>
        later.Prepend(Published).Aggregate((Article?)null, Article.Evolve)!;
}
