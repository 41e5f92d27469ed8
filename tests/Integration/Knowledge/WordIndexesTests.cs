using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.Knowledge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.Knowledge;

/// <summary>The words of articles in memory: never wrong for long, and never more than there is room for.</summary>
public sealed class WordIndexesTests : Library
{
    private static readonly ArticleContent Pool = Says("Swimming pool", "Opens in June. Bring a cap.");

    private WordIndexes Indexes(long room = WordIndexes.MaxBytes) => new(
        Services.GetRequiredService<WordStore>(), Clock, NullLogger<WordIndexes>.Instance)
    { Room = room };

    [Fact]
    public async Task A_word_knows_the_places_where_it_stands()
    {
        await Publish(Pool);

        var index = await Get(Indexes());

        index.Passages.ShouldHaveSingleItem().Titled.ShouldBe(["pool", "swim"], ignoreOrder: true);
        index.Passages[0].Told.ShouldContain("june");
    }

    [Fact]
    public async Task What_was_published_elsewhere_is_known_two_seconds_later()
    {
        var indexes = Indexes();
        await Publish(Pool);
        (await Get(indexes)).Articles.Count.ShouldBe(1);

        await Publish(Says("Library", "Three weeks a book."));
        Clock.Advance(TimeSpan.FromSeconds(2));

        var index = await Get(indexes);
        index.Articles.Count.ShouldBe(2);
        index.Has("librari").ShouldBeTrue();
    }

    [Fact]
    public async Task What_changed_here_is_known_at_once()
    {
        var article = await Publish(Pool);
        (await Titles("swimming")).ShouldBe(["Swimming pool"]);

        (await Send(ITenants.Default, new ReviseArticle(article, Says("Bathing lake", "No cap needed."), null)))
            .Refusal.ShouldBeNull();
        (await Titles("bathing lake")).ShouldBe(["Bathing lake"]);

        (await Send(ITenants.Default, new RetireArticle(article, null))).Refusal.ShouldBeNull();
        (await Titles("bathing lake")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_article_that_did_not_change_is_not_read_again()
    {
        var indexes = Indexes();
        await Publish(Pool);
        var before = (await Get(indexes)).Articles.Single();

        await Publish(Says("Library", "Three weeks a book."));
        indexes.Changed(ITenants.Default);

        (await Get(indexes)).Articles.ShouldContain(a => ReferenceEquals(a, before));
    }

    [Fact]
    public async Task Without_room_for_two_tenants_each_is_read_when_it_is_asked_for()
    {
        var indexes = Indexes(room: 1);
        await Publish(Pool);
        await Publish(Says("Library", "Three weeks a book."), Other);

        for (var turn = 0; turn < 2; turn++)
        {
            (await Get(indexes)).Has("pool").ShouldBeTrue();
            (await Get(indexes, Other)).Has("librari").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Another_tenants_words_are_not_known()
    {
        await Publish(Says("Library", "Three weeks a book."), Other);

        (await Get(Indexes())).Passages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("swimmnig pool")]
    [InlineData("swiming pol")]
    [InlineData("opening of the piool")]
    public async Task A_slip_of_the_hand_is_forgiven(string question)
    {
        await Publish(Pool);
        await Publish(Says("Library", "Three weeks a book."));

        (await Titles(question)).FirstOrDefault().ShouldBe("Swimming pool");
    }

    private static async Task<WordIndex> Get(WordIndexes indexes, string tenant = ITenants.Default) =>
        await indexes.Get(tenant, "en", CancellationToken.None);
}
