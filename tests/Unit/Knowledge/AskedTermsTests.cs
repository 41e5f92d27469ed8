using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class AskedTermsTests
{
    [Theory]
    [InlineData("en", "Where do I put my couch?", "couch")]
    [InlineData("es", "¿Dónde puedo dejar la basura?", "basura")]
    [InlineData("fr", "Où est-ce que je mets mes ordures ?", "ordures")]
    public void Little_words_ask_for_nothing(string language, string question, params string[] asked) =>
        AskedTerms.Of(question, language).Select(t => t.Folded).ShouldBe(asked);

    [Fact]
    public void A_word_is_looked_for_in_other_words_for_it()
    {
        var term = AskedTerms.Of("garbage", "en").ShouldHaveSingleItem();

        term.Ways[0].ShouldBe(new AskedWay("garbage", false, 1));
        term.Ways.Skip(1).Select(w => w.Word).ShouldContain("rubbish");
        term.Ways.Skip(1).ShouldAllBe(w => w.Fit < 1);
    }

    [Fact]
    public void An_expression_is_one_thing() =>
        AskedTerms.Of("tie the knot", "en").ShouldHaveSingleItem().Ways.Select(w => w.Word).ShouldContain("wedding");

    [Fact]
    public void The_beginning_of_a_word_stands_for_all_its_forms() =>
        AskedTerms.Of("reembolso", "es").ShouldHaveSingleItem().Ways.ShouldContain(w => w.Word == "devol" && w.IsBeginning);

    [Fact]
    public void What_means_something_in_one_direction_only_does_not_in_the_other()
    {
        AskedTerms.Of("settee", "en")[0].Ways.ShouldContain(w => w.Word == "bulky");
        AskedTerms.Of("collection", "en")[0].Ways.ShouldNotContain(w => w.Word == "settee");
    }

    [Fact]
    public void A_long_question_is_bounded()
    {
        AskedTerms.Of(string.Join(' ', Enumerable.Range(0, 90).Select(i => $"word{i}")), "en").Count
            .ShouldBe(AskedTerms.MaxTerms);
        AskedTerms.Of(string.Join(' ', Enumerable.Range(0, 90).Select(i => $"couch{i}")), "en").Sum(t => t.Ways.Count)
            .ShouldBe(AskedTerms.MaxWays);
    }

    [Theory]
    [InlineData("")]
    [InlineData("how do I?")]
    [InlineData("' | & :* \\")]
    public void What_asks_for_nothing_has_no_terms(string question) => AskedTerms.Of(question, "en").ShouldBeEmpty();

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Every_line_of_the_lists_can_be_met(string language)
    {
        foreach (var term in Terms($"knowledge.little-{language}.txt", ' ', '\n')
            .Concat(Terms($"knowledge.synonyms-{language}.txt", ',', '>', '~', '\n')))
        {
            var plain = term.TrimEnd('*');
            string.Join(' ', QuestionWords.Of(plain).Select(w => w.Folded)).ShouldBe(plain);
            plain.Split(' ').Length.ShouldBeLessThanOrEqualTo(Wording.MaxWords, term);
            (term.EndsWith('*') && plain.Length < Wording.ShortestBeginning).ShouldBeFalse(term);
        }
    }

    private static string[] Terms(string list, params char[] separators)
    {
        using var reader = new StreamReader(typeof(Wording).Assembly.GetManifestResourceStream(list)!);
        return string.Join('\n', reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Where(l => !l.StartsWith('#')))
            .Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
