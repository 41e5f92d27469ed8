using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.Knowledge;
using CleanFte.StandIns;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Knowledge;

/// <summary>Questions find what means the same, and lose nothing when the model is away.</summary>
public sealed class MeaningSearchTests : Library
{
    private const string Couch = "where do I leave my couch?";

    private static readonly ArticleContent Sofas = Says("Collection at home", "We collect an old sofa or settee.");

    private static readonly ArticleContent Lamps = Says("Street lights", "Tell us the number on the pole.");

    [Fact]
    public async Task What_means_the_same_is_found_without_a_word_in_common()
    {
        await Publish(Sofas);
        await Publish(Lamps);
        (await Titles(Couch)).ShouldBeEmpty();

        await Embed();

        var found = (await Search(Couch)).ShouldHaveSingleItem();
        (found.Title, found.Passage, found.Version).ShouldBe((Sofas.Title, Sofas.Body, 1));
        found.Score.ShouldBeInRange(FoundPassage.Threshold, 0.99);
    }

    [Fact]
    public async Task What_both_find_stands_before_what_one_finds()
    {
        await Publish(Says("Couch surfing", "A host offers a bed."));
        await Publish(Says("Sofas", "A couch is collected on Mondays."));
        await Publish(Lamps);
        await Embed();

        var found = await Search("couch collected");

        found[0].Title.ShouldBe("Sofas");
        found.Select(f => f.ArticleId).ShouldBeUnique();
        found.ShouldAllBe(f => f.Score >= FoundPassage.Threshold && f.Score <= 1);
    }

    [Theory]
    [InlineData("what is the capital of Australia")]
    [InlineData("?!")]
    [InlineData("hello thanks")]
    public async Task What_is_about_something_else_finds_nothing(string question)
    {
        await Publish(Sofas);
        await Embed();

        (await Search(question)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_fails_leaves_the_search_by_words()
    {
        await Publish(Sofas);
        await Embed();
        Model.Outage = ModelTurn.Fails(500, retryAfter: 0);

        (await Titles("an old sofa")).ShouldBe([Sofas.Title]);
        (await Titles(Couch)).ShouldBeEmpty();
        var attempts = Model.Attempts;
        await Titles(Couch);
        Model.Attempts.ShouldBe(attempts, "a model that just failed is left alone");

        Model.Outage = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Titles(Couch)).ShouldBe([Sofas.Title]);
    }

    [Fact]
    public async Task A_model_that_does_not_answer_costs_no_answer()
    {
        await Publish(Sofas);
        await Embed();
        Model.Outage = ModelTurn.Disturbed(Fault.Hang(false));

        (await Titles("an old sofa")).ShouldBe([Sofas.Title]);
    }

    [Fact]
    public async Task What_is_revised_is_found_by_what_it_means_now()
    {
        var article = await Publish(Sofas);
        await Embed();
        (await Titles(Couch)).ShouldNotBeEmpty();

        var revised = await Send(
            "default", new ReviseArticle(article, Says("Roads", "We fill every crater within a week."), 1));
        revised.Refusal.ShouldBeNull();
        (await Titles(Couch)).ShouldBeEmpty("the vector is of what it said before");
        await Embed();

        (await Titles(Couch)).ShouldBeEmpty();
        (await Search("pothole")).ShouldHaveSingleItem().Version.ShouldBe(2);
        (await Vectors()).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_retired_is_found_no_more_and_its_vector_removed()
    {
        var article = await Publish(Sofas);
        await Embed();
        (await Titles(Couch)).ShouldNotBeEmpty();

        (await Send("default", new RetireArticle(article, 1))).Refusal.ShouldBeNull();

        (await Titles(Couch)).ShouldBeEmpty();
        await Embed();
        (await Vectors()).ShouldBe(0);
    }

    [Fact]
    public async Task Another_tenants_articles_do_not_exist()
    {
        await Publish(Sofas, Other);
        await Publish(Lamps);
        await Embed();

        (await Titles(Couch)).ShouldBeEmpty();
        (await Titles(Couch, Other)).ShouldBe([Sofas.Title]);
    }

    [Fact]
    public async Task What_may_not_be_told_by_words_may_not_be_told_by_meaning()
    {
        var now = Clock.GetUtcNow();
        await Publish(Says("Secret sofas", "A sofa.", "secret"));
        await Publish(Says("Past sofas", "A sofa.") with { ValidTo = now.AddDays(-1) });
        await Publish(Says("Future sofas", "A sofa.") with { ValidFrom = now.AddDays(1) });
        await Publish(Says("Sofás", "Un sofa.") with { Language = "es" });
        await Embed();

        (await Search(Couch, closed: "secret")).ShouldBeEmpty();
        (await Search(Couch, service: "roads")).ShouldBeEmpty();
        (await Search(Couch, service: "secret")).ShouldHaveSingleItem().Title.ShouldBe("Secret sofas");
        (await Search(Couch, language: "es")).ShouldHaveSingleItem().Title.ShouldBe("Sofás");
        (await Search(Couch, language: "fr")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Vectors_beyond_what_memory_may_hold_leave_the_search_by_words()
    {
        await Publish(Sofas);
        await Embed();
        var small = new VectorSets(Services.GetRequiredService<PassageVectors>(), Clock) { Room = 2_047 };
        var large = new VectorSets(Services.GetRequiredService<PassageVectors>(), Clock) { Room = 2_048 };

        (await small.Get("default", "openai/the-vectors", "en", CancellationToken.None)).Omitted.ShouldBeTrue();
        (await large.Get("default", "openai/the-vectors", "en", CancellationToken.None)).Vectors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_nobody_asks_for_any_more_makes_room()
    {
        await Publish(Sofas);
        await Publish(Sofas, Other);
        await Embed();
        var sets = new VectorSets(Services.GetRequiredService<PassageVectors>(), Clock) { Room = 2_048 };
        (await sets.Get("default", "openai/the-vectors", "en", CancellationToken.None)).Vectors.Count.ShouldBe(1);
        (await sets.Get(Other, "openai/the-vectors", "en", CancellationToken.None)).Omitted.ShouldBeTrue();

        Clock.Advance(TimeSpan.FromMinutes(11));

        (await sets.Get(Other, "openai/the-vectors", "en", CancellationToken.None)).Vectors.Count.ShouldBe(1);
        (await sets.Get("default", "openai/the-vectors", "en", CancellationToken.None)).Omitted.ShouldBeTrue();
    }
}
