using CleanFte.Domain.Knowledge;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Knowledge;

public sealed class PassagesTests
{
    private static readonly Gen<string> Bodies = Gen.Elements(
            "# Heading\n", "## Another ##\n", "\n\n", "\r\n\r\n", " ", "\n", "```\n# no heading\n```\n", "#no heading",
            "A sentence that ends. ", new string('x', 900), "word ", "👍", "- item\n", "####### seven\n", "é", "\t")
        .ListOf().Select(string.Concat);

    [Fact]
    public void Nothing_is_lost_and_no_passage_is_too_long() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Bodies.ToArbitrary(), body =>
        {
            var passages = Passages.Of(body);
            var found = passages.Select(p => p.Heading + p.Text);
            return passages.All(p => p.Text.Length is > 0 and <= Passages.MaxCharacters
                    && p.Heading.Length <= Passages.MaxHeading
                    && Whole(p.Text))
                && Written(body).SequenceEqual(string.Concat(passages.Select(p => p.Text)).Where(c => !char.IsWhiteSpace(c)))
                && found.All(t => t.Trim().Length > 0);
        }));

    [Fact]
    public void Each_passage_has_the_heading_it_stands_under() =>
        Passages.Of("Intro\n\n# One #\nfirst\n\nsecond\n## Two\n\nthird").ShouldBe(
        [
            new Passage("", "Intro"), new Passage("One", "first\n\nsecond"), new Passage("Two", "third"),
        ]);

    [Fact]
    public void Long_paragraphs_are_cut_between_sentences_and_long_sections_between_paragraphs()
    {
        var sentence = $"{new string('a', 398)}. ";

        Passages.Of(string.Concat(Enumerable.Repeat(sentence, 3))).Select(p => p.Text.Length).ShouldBe([799, 399]);
        Passages.Of($"{new string('b', 500)}\n\n{new string('c', 500)}").Select(p => p.Text[0]).ShouldBe(['b', 'c']);
    }

    [Fact]
    public void Code_between_fences_has_no_headings() =>
        Passages.Of("```\n# a comment\n\nmore\n```").ShouldBe([new Passage("", "```\n# a comment\n\nmore\n```")]);

    [Fact]
    public void Names_are_folded() => new Passage("Baños", "x").NamesUnder("Piscina Olímpica").ShouldBe("piscina olimpica banos");

    /// <summary>What is written outside headings, blanks apart.</summary>
    private static IEnumerable<char> Written(string text)
    {
        var fenced = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            fenced ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var hashes = line.TakeWhile(c => c == '#').Count();
            if (fenced || hashes is 0 or > 6 || (hashes < line.Length && line[hashes] is not (' ' or '\t')))
            {
                foreach (var c in line.Where(c => !char.IsWhiteSpace(c)))
                {
                    yield return c;
                }
            }
        }
    }

    private static bool Whole(string text) => !char.IsLowSurrogate(text[0]) && !char.IsHighSurrogate(text[^1]);
}
