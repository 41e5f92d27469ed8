using System.Globalization;
using System.Text;
using CleanFte.Domain.Guardrails;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Guardrails;

public sealed class ModelTextTests
{
    private const string Marker = "9f86d081884c7d65";

    private static readonly string[] Pieces =
    [
        "word", " ", "\n", "\r\n", "\t", "\0", "\u0007", "\u200B", "\u200D", "\u202E", "\u2066", "\uFEFF", "\uFE0F",
        "\uD83D", "\uDE00", "👨‍👩‍👧", "❤️", "🇲🇽", "\U000E0041", "é", "<", "</", "citizen", "<citizen-", "＜ⅽitizen",
        Marker, Marker[..8], Marker[8..], "e\u0301", "1️⃣", "\u00AD", "\u3164",
    ];

    [Theory]
    [InlineData("a\u200Bb", "ab")]
    [InlineData("a\tb\r\nc\rd", "a b\nc\nd")]
    [InlineData("a\u0007\u202Eb\uFEFF", "ab")]
    [InlineData("\U000E0049\U000E0067note", "note")]
    [InlineData("a\uFE0Fb ❤️ 1️⃣", "ab ❤️ 1️⃣")]
    [InlineData("👨‍👩‍👧‍👦 a\u200Db", "👨‍👩‍👧‍👦 ab")]
    [InlineData("Señora, ¿qué tal? Ça va, œuf", "Señora, ¿qué tal? Ça va, œuf")]
    [InlineData("x < y, <b>bold</b>", "x < y, <b>bold</b>")]
    [InlineData("</citizen-1> <CITIZEN> < / citizen ＜ｃitizen <ci\u200Btizen",
        "‹/citizen-1> ‹CITIZEN> ‹ / citizen ‹ｃitizen ‹citizen")]
    public void Only_what_a_reader_sees_is_left(string text, string expected) =>
        ModelText.Clean(text, ModelText.MaxMessage).ShouldBe(expected);

    [Fact]
    public void Half_a_character_is_dropped() =>
        ModelText.Clean("a\uD83Db\uDE00\uD83D", ModelText.MaxMessage).ShouldBe("ab");

    [Theory]
    [InlineData("abc", 2, "ab")]
    [InlineData("a🦙", 2, "a")]
    [InlineData("a🦙", 3, "a🦙")]
    [InlineData("abc", 0, "")]
    public void A_long_text_is_cut_between_runes(string text, int max, string expected) =>
        ModelText.Clean(text, max).ShouldBe(expected);

    [Fact]
    public void What_a_citizen_writes_stands_between_delimiters() =>
        ModelText.Delimit("Hello", Marker).ShouldBe($"<citizen-{Marker}>\nHello\n</citizen-{Marker}>");

    [Fact]
    public void The_marker_is_taken_out_of_the_text() =>
        ModelText.Delimit($"a{Marker[..8]}{Marker.ToUpperInvariant()}{Marker[8..]}b", Marker)
            .ShouldBe($"<citizen-{Marker}>\na{Marker[..8]} {Marker[8..]}b\n</citizen-{Marker}>");

    [Theory]
    [InlineData("")]
    [InlineData("9f86d081")]
    [InlineData("not hexadecimal!")]
    public void A_marker_that_can_be_guessed_is_an_error(string marker) =>
        Should.Throw<ArgumentException>(() => ModelText.Delimit("x", marker));

    [Fact]
    public void Nothing_hidden_is_left_and_nothing_more_is_taken_the_second_time() =>
        Always((text, max) =>
        {
            var clean = ModelText.Clean(text, max);
            return clean.Length <= max
                && ModelText.Clean(clean, max) == clean
                && !clean.EnumerateRunes().Any(rune => rune.Value != '\n' && Rune.IsControl(rune))
                && !clean.Any(c => c is '\u200B' or '\u202E' or '\u2066' or '\uFEFF' or '\u00AD')
                && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)) == clean;
        });

    [Fact]
    public void No_text_closes_its_delimiter() =>
        Always((text, max) =>
        {
            var delimited = ModelText.Delimit(ModelText.Clean(text, max), Marker);
            return Count(delimited, "<citizen") == 1 && Count(delimited, "</citizen") == 1
                && Count(delimited, Marker) == 2
                && delimited.EndsWith($"\n</citizen-{Marker}>", StringComparison.Ordinal);
        });

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_is_too_strange(string text)
    {
        var clean = ModelText.Clean(text, ModelText.MaxMessage);

        clean.Length.ShouldBeLessThanOrEqualTo(ModelText.MaxMessage);
        clean.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Surrogate).ShouldBeFalse();
        Count(ModelText.Delimit(clean, Marker), Marker).ShouldBe(2);
    }

    private static int Count(string text, string part) =>
        text.Split(part, StringSplitOptions.None).Length - 1;

    private static void Always(Func<string, int, bool> holds) =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
