using System.Text.RegularExpressions;
using CleanFte.Domain;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Texts;

namespace CleanFte.Unit.Texts;

/// <summary>The tables as a translator may leave them.</summary>
public sealed partial class TextTableTests
{
    public static TheoryData<string> Translations => ["es", "fr"];

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_translation_has_the_same_braces(string language)
    {
        foreach (var key in Enum.GetValues<TextKey>())
        {
            var expected = Braces(TextTable.Of("en")[key, Tone.Formal]);
            foreach (var tone in Enum.GetValues<Tone>())
            {
                Braces(TextTable.Of("en")[key, tone]).ShouldBe(expected, $"{key} {tone}");
                Braces(TextTable.Of(language)[key, tone]).ShouldBe(expected, $"{key} {tone}");
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void There_are_twelve_months(string language) => Enum.GetValues<Tone>().ShouldAllBe(tone =>
        TextTable.Of(language)[TextKey.Months, tone].Split(", ", StringSplitOptions.None).Distinct().Count() == 12);

    [Theory]
    [InlineData(Tone.Formal)]
    [InlineData(Tone.SemiFormal)]
    public void Spanish_says_usted_where_it_is_formal(Tone tone) =>
        All("es", tone).Where(text => TuPattern().IsMatch(text)).ShouldBeEmpty();

    [Fact]
    public void Spanish_says_tu_where_it_is_conversational() =>
        All("es", Tone.Conversational).Where(text => UstedPattern().IsMatch(text)).ShouldBeEmpty();

    [Fact]
    public void French_always_says_vous() => Enum.GetValues<Tone>().SelectMany(tone => All("fr", tone))
        .Where(text => FrenchTuPattern().IsMatch(text)).ShouldBeEmpty();

    [Fact]
    public void French_marks_keep_to_their_word() => Enum.GetValues<Tone>().SelectMany(tone => All("fr", tone))
        .Where(text => LooseMark().IsMatch(text)).ShouldBeEmpty();

    [Theory]
    [InlineData("hello: Hi", "A text stands below a key")]
    [InlineData("[helo]\nall: Hi", "There is no helo")]
    [InlineData("[hello]\nHi there", "Write \"tone: text\"")]
    [InlineData("[hello]\nformal: ", "Write \"tone: text\"")]
    [InlineData("[hello]\nrude: Hi", "hello has no tone rude")]
    [InlineData("[hello]\nall: Hi\nformal: Good day", "has it twice")]
    [InlineData("[hello]\nformal: Hi", "acknowledge is not written in formal")]
    public void A_table_that_is_not_whole_is_refused(string table, string message) =>
        Should.Throw<FormatException>(() => TextTable.Read(new StringReader(table))).Message.ShouldContain(message);

    [Fact]
    public void A_text_with_nothing_for_its_brace_is_a_bug() =>
        Should.Throw<ArgumentException>(() => TextTable.Fill(new Manner("en", Tone.Formal), TextKey.Reference));

    private static IEnumerable<string> All(string language, Tone tone) =>
        Enum.GetValues<TextKey>().Select(key => TextTable.Of(language)[key, tone]);

    private static string[] Braces(string text) =>
        [.. BracePattern().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex BracePattern();

    [GeneratedRegex(
        @"\b(tú|tu|tus|ti|te|contigo|puedes|necesitas|tienes|\w+rte|dices|cuentas|mandas|mándanos|escríbenos)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex TuPattern();

    [GeneratedRegex(
        @"\b(usted|su|sus|le|les|puede|necesita|\w+rle|indíquenos|envíe\w*|escríbanos|cuéntenos)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex UstedPattern();

    [GeneratedRegex(@"\b(tu|te|toi|ton|ta|tes)\b|\bt['’]", RegexOptions.IgnoreCase)]
    private static partial Regex FrenchTuPattern();

    [GeneratedRegex("(^|[^\u00A0])[?!;:]")]
    private static partial Regex LooseMark();
}
