using System.Diagnostics;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Knowledge;

/// <summary>Every live passage gets its vector, sooner or later.</summary>
public sealed class PassageEmbedderTests : Library
{
    [Fact]
    public async Task A_publication_wakes_the_worker()
    {
        await Embedder.StartAsync(CancellationToken.None);
        await Publish(Says("First", "A sofa."));
        await Wait.Until(async () => await Vectors() == 1, "the first article has its vector");
        var waited = Stopwatch.StartNew();

        await Publish(Says("Second", "A pothole."));
        await Wait.Until(async () => await Vectors() == 2, "the second article has its vector");

        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), "by itself it looks once a minute");
        await Embedder.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_has_its_vector_is_not_asked_for_again()
    {
        await Publish(Says("Sofas", "# One\nA sofa.\n# Two\nA settee."));
        await Embed();
        var attempts = Model.Attempts;

        await Embed();

        (await Vectors()).ShouldBe(2);
        Model.Attempts.ShouldBe(attempts);
    }

    [Fact]
    public async Task After_an_outage_what_is_missing_is_made_up_for()
    {
        await Publish(Says("Sofas", "A sofa."));
        Model.Outage = ModelTurn.Fails(500, retryAfter: 0);
        await Embedder.Turn(CancellationToken.None);
        var attempts = Model.Attempts;
        await Embedder.Turn(CancellationToken.None);
        (Model.Attempts, await Vectors()).ShouldBe((attempts, 0), "it pauses");

        Model.Outage = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Embed();

        (await Vectors()).ShouldBe(1);
    }

    [Fact]
    public async Task A_passage_the_model_will_not_take_holds_up_no_other()
    {
        await Publish(Says("Worst", ModelStandIn.Unspeakable));
        await Publish(Says("Sofas", "A sofa."));
        await Publish(Says("Roads", "A pothole."));

        await Embed();

        (await Vectors()).ShouldBe(2);
        var attempts = Model.Attempts;
        await Embed();
        Model.Attempts.ShouldBe(attempts, "it would be refused again");
    }

    [Fact]
    public async Task Vectors_of_another_model_are_kept_for_a_day_and_no_longer()
    {
        await Publish(Says("Sofas", "A sofa."));
        await Embed();
        await Execute("update passage_embeddings set model = 'openai/older' where tenant_id = 'default'");
        await Embed();
        (await Vectors()).ShouldBe(2);

        await Execute("update passage_embeddings set embedded_at = now() - interval '25 hours' where model = 'openai/older'");
        await Embed();

        (await Lines("select model from passage_embeddings")).ShouldBe(["openai/the-vectors"]);
    }

    [Fact]
    public async Task A_long_article_is_worked_off_in_several_requests()
    {
        await Publish(Says("Roads", string.Join('\n', Enumerable.Range(0, 150).Select(i => $"# Road {i}\nA hole."))));

        await Embed();

        (await Vectors()).ShouldBe(150);
        Model.Requests.Count.ShouldBe(2);
    }
}
