using CleanFte.Application.Knowledge;
using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class QuestionHitsTests
{
    [Fact]
    public void A_misspelt_word_is_read_as_the_one_that_was_meant() =>
        Found("where is the libary").ShouldBe(["library"]);

    [Fact]
    public void A_name_is_not_read_as_a_misspelt_word() => Found("where is our Libary").ShouldBeEmpty();

    [Theory]
    [InlineData("Libary please")]
    [InlineData("I ask you. Libary please")]
    [InlineData("WHERE IS THE LIBARY")]
    [InlineData("Where Is The Libary")]
    public void A_capital_that_tells_nothing_makes_no_name(string question) => Found(question).ShouldBe(["library"]);

    /// <summary>Looks for a question's words as they are; there are no endings here.</summary>
    private static IEnumerable<string> Found(string question)
    {
        var (library, pool) = (Article("library"), Article("pool"));
        var terms = AskedTerms.Of(question, "en");
        var stems = terms.SelectMany(t => t.Ways).DistinctBy(w => w.Word)
            .ToDictionary(w => w.Word, w => new[] { w.Word.ToLowerInvariant() });
        var ranked = QuestionHits.Rank(
            new WordIndex(new WordRevision(2, 2), [library, pool]), terms, stems,
            new KnowledgeQuestion(question, "en", DateTimeOffset.UnixEpoch, 4));
        return ranked.Select(r => r.Article == library.Id ? "library" : "pool");
    }

    private static ArticleWords Article(string title)
    {
        var id = Guid.CreateVersion7();
        return new ArticleWords(id, 1, [new PassageWords(id, 0, 1, null, null, null, [title], [], [])]);
    }
}
