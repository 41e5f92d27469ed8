using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class WordIndexTests
{
    private static readonly WordIndex Index = new(
        new WordRevision(2, 2),
        [
            Article(["piscin", "olimp"], ["horari"], ["abre", "verano", "piscin"]),
            Article(["bibliotec"], [], ["abre", "libr", "pescin"]),
        ]);

    [Fact]
    public void A_stem_is_found_in_every_place_where_it_stands() =>
        Found(note => Index.Each("piscin", note)).ShouldBe([(0, Place.Title), (0, Place.Text)]);

    [Fact]
    public void What_nobody_has_written_is_found_nowhere() => Found(note => Index.Each("pisicn", note)).ShouldBeEmpty();

    [Fact]
    public void A_beginning_finds_all_stems_that_begin_so() =>
        Found(note => Index.EachBeginning("li", note)).ShouldBe([(1, Place.Text)]);

    [Fact]
    public void A_misspelt_stem_is_nearest_to_the_one_it_was_meant_to_be() =>
        Index.Nearest("pisicn", 1, 3).ShouldBe([("piscin", 1)]);

    [Fact]
    public void The_first_two_letters_may_have_changed_places() =>
        Index.Nearest("ipscin", 1, 3).ShouldBe([("piscin", 1)]);

    [Fact]
    public void Of_stems_equally_near_those_of_titles_come_first()
    {
        Index.Nearest("pscin", 1, 3).ShouldBe([("piscin", 1), ("pescin", 1)]);
        Index.Nearest("pscin", 1, 1).ShouldBe([("piscin", 1)]);
    }

    [Fact]
    public void A_word_that_begins_otherwise_is_another_word() => Index.Nearest("viscin", 2, 3).ShouldBeEmpty();

    private static ArticleWords Article(string[] titled, string[] headed, string[] told)
    {
        var id = Guid.CreateVersion7();
        return new ArticleWords(id, 1, [new PassageWords(id, 0, 1, null, null, null, titled, headed, told)]);
    }

    private static List<(int, Place)> Found(Action<Action<int, Place>> look)
    {
        var found = new List<(int, Place)>();
        look((passage, place) => found.Add((passage, place)));
        return found;
    }
}
