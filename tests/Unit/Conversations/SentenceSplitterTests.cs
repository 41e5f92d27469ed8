using System.Globalization;
using CleanFte.Domain.Conversations;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Conversations;

public sealed class SentenceSplitterTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", "Hello.", "¿Qué?", "Non\u00A0!", "(Yes!)", ".", "…", "你好。", " ", "  ", "\n", "\r\n", "\t",
        "\u00A0", "🦙", "👨‍👩‍👧‍👦", "🇲🇽",
        "e\u0301", " \u0301", "\u0600", "\u0600 ", "\uD83D", "\uDE00", "\u0301\u0301\u0301\u0301",
        "longwordwithoutanyspace",
    ];

    [Theory]
    [InlineData("", 10)]
    [InlineData(" \n\t ", 2)]
    public void Nothing_makes_no_part(string text, int limit) => SentenceSplitter.Split(text, limit).ShouldBeEmpty();

    [Theory]
    [InlineData("One. Two.", 9, "One. Two.")]
    [InlineData("One. Two. Three.", 10, "One. Two.|Three.")]
    [InlineData("One. Two and a half", 12, "One.|Two and a|half")]
    [InlineData("He said \"No!\" Then left.", 16, "He said \"No!\"|Then left.")]
    [InlineData("line one\nline two", 12, "line one|line two")]
    [InlineData("你好。再见。", 5, "你好。|再见。")]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one      two", 5, "one|two")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("v1.2.3 is out", 8, "v1.2.3|is out")]
    [InlineData("un deux\u00A0! trois", 9, "un deux\u00A0!|trois")]
    [InlineData("un deux\u00A0! trois", 8, "un|deux\u00A0!|trois")]
    [InlineData("🦙🦙🦙", 3, "🦙|🦙|🦙")]
    [InlineData("xe\u0301y", 2, "x|e\u0301|y")]
    public void A_text_is_cut_where_a_reader_would_pause(string text, int limit, string expected) =>
        SentenceSplitter.Split(text, limit).ShouldBe(expected.Split('|'));

    [Fact]
    public void A_character_longer_than_a_part_is_cut_between_its_symbols() =>
        SentenceSplitter.Split("👨‍👩‍👧‍👦", 4).ShouldAllBe(part => part.Length <= 4 && !char.IsLowSurrogate(part[0]));

    [Fact]
    public void A_limit_below_one_emoji_is_an_error() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SentenceSplitter.Split("x", 1));

    [Fact]
    public void Every_part_fits_and_shows_something() =>
        Always((_, limit, parts) => parts.All(part => part.Length <= limit && !string.IsNullOrWhiteSpace(part)));

    [Fact]
    public void Only_white_space_is_lost_and_only_at_the_cuts() =>
        Always((text, _, parts) =>
        {
            var rest = text;
            foreach (var part in parts)
            {
                var at = rest.IndexOf(part, StringComparison.Ordinal);
                if (at < 0 || !string.IsNullOrWhiteSpace(rest[..at]))
                    return false;
                rest = rest[(at + part.Length)..];
            }

            return string.IsNullOrWhiteSpace(rest);
        });

    [Fact]
    public void No_surrogate_pair_is_ever_cut() =>
        Always((text, _, parts) => Cuts(text, parts).All(at => !char.IsSurrogatePair(text[at - 1], text[at])));

    [Fact]
    public void No_character_is_cut_unless_it_is_longer_than_a_part() =>
        Always((text, limit, parts) =>
        {
            var characters = StringInfo.ParseCombiningCharacters(text);
            // After a character that had to be cut, where characters begin is a matter of opinion.
            var isLong = characters.Zip(characters.Skip(1).Append(text.Length), (a, b) => b - a).Any(n => n > limit);
            return isLong || Cuts(text, parts).All(at => characters.Contains(at));
        });

    private static void Always(Func<string, int, IReadOnlyList<string>, bool> holds) =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(),
            Gen.Choose(SentenceSplitter.MinLimit, 30).ToArbitrary(),
            (text, limit) => holds(text, limit, SentenceSplitter.Split(text, limit)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    // Where each part but the first begins, and where each but the last ends.
    private static IEnumerable<int> Cuts(string text, IReadOnlyList<string> parts)
    {
        var at = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            at = text.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (i > 0)
                yield return at;
            at += parts[i].Length;
            if (i < parts.Count - 1)
                yield return at;
        }
    }
}
