using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Formats;

public sealed class ReplyFormatterTests
{
    private const string Number = "TKT-7F3K-92QD20";

    private static readonly ReplyFormat Letter = ReplyFormat.DefaultFor(Channel.Email);
    private static readonly ReplyFormat Notice = ReplyFormat.DefaultFor(Channel.Web);
    private static readonly ReplyFormat Chat = ReplyFormat.DefaultFor(Channel.Whatsapp);

    private static readonly string[] Pieces =
    [
        "word ", "Hello. ", "¿Qué? ", "Non\u00A0! ", ". ", "\n\n", "\r\n", "🦙 ", "👨‍👩‍👧‍👦 ", "e\u0301", "你好。",
        Number + " ", "averylongwordwithoutanyspaceinit", string.Concat(Enumerable.Repeat("one two three four. ", 40)),
        string.Concat(Enumerable.Repeat("five ", 200)),
    ];

    [Theory]
    [InlineData("en", "Ana García", $"Dear Ana García,\n\nWe know.\n\nReference: {Number}\n\nKind regards,\nRiverton")]
    [InlineData("en", null, $"Hello,\n\nWe know.\n\nReference: {Number}\n\nKind regards,\nRiverton")]
    [InlineData(
        "es", "Ana García", $"Estimado/a Ana García:\n\nWe know.\n\nReferencia: {Number}\n\nAtentamente,\nRiverton")]
    [InlineData("es", null, $"Hola:\n\nWe know.\n\nReferencia: {Number}\n\nAtentamente,\nRiverton")]
    [InlineData(
        "fr", "Ana García", $"Bonjour Ana García,\n\nWe know.\n\nRéférence\u00A0: {Number}\n\nCordialement,\nRiverton")]
    [InlineData("fr", null, $"Bonjour,\n\nWe know.\n\nRéférence\u00A0: {Number}\n\nCordialement,\nRiverton")]
    [InlineData("other", "Ana", $"Dear Ana,\n\nWe know.\n\nReference: {Number}\n\nKind regards,\nRiverton")]
    public void A_letter_has_a_greeting_a_reference_and_a_signature(string language, string? name, string expected) =>
        ReplyFormatter.Shape(Letter, "We know.", language, name, Number, "Riverton").ShouldBe(expected);

    [Theory]
    [InlineData("en", $"We know.\n\nReference: {Number}")]
    [InlineData("es", $"We know.\n\nReferencia: {Number}")]
    [InlineData("fr", $"We know.\n\nRéférence\u00A0: {Number}")]
    public void A_notice_has_a_reference_only(string language, string expected) =>
        ReplyFormatter.Shape(Notice, "We know.", language, "Ana", Number, "Riverton").ShouldBe(expected);

    [Theory]
    [InlineData(false, "We know.")]
    [InlineData(true, $"We know.\n\nYour tracking number is {Number}.")]
    public void A_chat_names_the_number_when_it_must(bool mustName, string expected) =>
        ReplyFormatter.Shape(Chat, "We know.", "en", "Ana", Number, "Riverton", mustName).ShouldBe(expected);

    [Theory]
    [InlineData($"Your number is {Number}.")]
    [InlineData("Your number is tkt-7f3k-92qd20.")]
    public void A_number_that_the_text_names_is_not_named_again(string body) =>
        ReplyFormatter.Shape(Notice, body, "en", null, Number, mustName: true).ShouldBe(body);

    [Fact]
    public void A_number_that_was_cut_off_is_named_again()
    {
        var body = string.Concat(Enumerable.Repeat("One two three four five. ", 80)) + Number;

        ReplyFormatter.Shape(Notice, body, "en", null, Number).ShouldEndWith($"five.\n\nReference: {Number}");
    }

    [Fact]
    public void Without_a_ticket_there_is_no_reference() =>
        ReplyFormatter.Shape(Letter, "We know.", "en", null, null).ShouldBe("Hello,\n\nWe know.\n\nKind regards,");

    [Fact]
    public void A_tenants_own_words_come_first()
    {
        var own = Letter with { Greeting = "Good day {name}!", Signature = "{brand}\nfor {name}" };

        ReplyFormatter.Shape(own, "We know.", "fr", "Ana", null, "Riverton")
            .ShouldBe("Good day Ana!\n\nWe know.\n\nRiverton\nfor Ana");
        ReplyFormatter.Shape(own, "We know.", "fr", null, null, "Riverton").ShouldStartWith("Bonjour,\n\n");
    }

    [Theory]
    [InlineData("J.R. O'Brien-Núñez Jr.", true)]
    [InlineData("María José", true)]
    [InlineData("Јован", true)]
    [InlineData("", false)]
    [InlineData(" . ", false)]
    [InlineData("Ana\nYour refund is approved", false)]
    [InlineData("evil.com", false)]
    [InlineData("t.co", false)]
    [InlineData("https://x", false)]
    [InlineData("Ana <b>", false)]
    [InlineData("Ana 123", false)]
    [InlineData("a b c d e f g h i", false)]
    [InlineData("Ana\u202E", false)]
    [InlineData("Anaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Only_a_name_is_addressed(string name, bool addressed) =>
        ReplyFormatter.Shape(Letter, "We know.", "en", name, null)
            .ShouldStartWith(addressed ? $"Dear {name},\n" : "Hello,\n");

    [Fact]
    public void A_long_chat_ends_with_a_whole_sentence()
    {
        var body = string.Concat(Enumerable.Repeat("Nine letters make a rather short sentence. ", 30));

        var reply = ReplyFormatter.Shape(Chat, body, "en", null, Number, mustName: true);

        reply.ShouldEndWith($"sentence.\n\nYour tracking number is {Number}.");
        reply.Length.ShouldBeInRange(Chat.PreferredCharacters, Chat.PreferredCharacters * 2 + 40);
    }

    [Fact]
    public void A_long_letter_is_not_shortened_for_liking()
    {
        var body = string.Concat(Enumerable.Repeat("A short sentence. ", 150)).Trim();

        ReplyFormatter.Shape(Letter, body, "en", null, null).ShouldContain(body);
    }

    [Theory]
    [InlineData(ReplyFormat.MinWords - 1)]
    [InlineData(ReplyFormat.MostWords + 1)]
    public void A_format_without_sense_is_an_error(int words) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            ReplyFormatter.Shape(Letter with { MaxWords = words }, "x", "en", null, null));

    [Fact]
    public void Every_channel_has_a_format() =>
        Enum.GetValues<Channel>().Select(channel => ReplyFormat.DefaultFor(channel).Tone).ShouldBe(
        [
            Tone.Conversational, Tone.Formal, Tone.SemiFormal, Tone.SemiFormal, Tone.SemiFormal,
        ]);

    [Fact]
    public void Limits_always_hold_and_the_reference_is_never_lost() =>
        Always((body, format) =>
        {
            var reply = ReplyFormatter.Shape(format, body, "es", "Ana García", Number, "Riverton", true);
            return WordsOf(reply) <= format.MaxWords
                && reply.Length <= format.MaxWords * ReplyFormatter.CharactersPerWord
                && reply.Contains(Number, StringComparison.Ordinal)
                && (format.Tone != Tone.Formal || reply.EndsWith("Atentamente,\nRiverton", StringComparison.Ordinal));
        });

    [Fact]
    public void The_longest_frame_leaves_room()
    {
        var own = Letter with
        {
            MaxWords = ReplyFormat.MinWords,
            Greeting = string.Concat(Enumerable.Repeat("dear {name} ", 200)),
            Signature = string.Concat(Enumerable.Repeat("{brand} ", 2_000)),
        };

        var body = "We know. " + new string('x', 9_000);
        var reply = ReplyFormatter.Shape(own, body, "en", "Ana García", Number, "Riverton");

        reply.ShouldContain("We know.");
        reply.ShouldContain(Number);
        WordsOf(reply).ShouldBeLessThanOrEqualTo(own.MaxWords);
    }

    [Fact]
    public void No_emoji_is_ever_cut() =>
        Always((body, format) =>
            ReplyFormatter.Shape(format, body, "en", null, null) is var reply
            && reply.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar)
            && reply.Split("👨").Skip(1).All(rest => rest.StartsWith("\u200D👩‍👧‍👦", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_is_too_strange(string text)
    {
        foreach (var format in new[] { Letter, Notice, Chat })
        {
            var reply = ReplyFormatter.Shape(format, text, "fr", text, Number, text, mustName: true);

            reply.ShouldContain(Number);
            reply.Length.ShouldBeLessThanOrEqualTo(format.MaxWords * ReplyFormatter.CharactersPerWord);
        }
    }

    private static int WordsOf(string reply) =>
        reply.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static void Always(Func<string, ReplyFormat, bool> holds) =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(),
            Gen.Elements(Letter, Notice, Chat, Letter with { MaxWords = ReplyFormat.MinWords }).ToArbitrary(),
            holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
