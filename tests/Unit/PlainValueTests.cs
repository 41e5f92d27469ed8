using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit;

public sealed class PlainValueTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("añadir 👍🏽", "añadir 👍🏽")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("\0", "\uFFFD")]
    public void Text_is_stored_as_it_came_but_for_what_cannot_be(string text, string stored) =>
        StorableText.Clean(text).ShouldBe(stored);

    [Fact]
    public void Half_a_character_is_replaced()
    {
        StorableText.Clean("a\uD83Db").ShouldBe("a\uFFFDb");
        StorableText.Clean("\uDC4D\uD83D").ShouldBe("\uFFFD\uFFFD");
        StorableText.Clean("\uD83D\uD83D\uDC4D\0").ShouldBe("\uFFFD\uD83D\uDC4D\uFFFD");
    }

    [Theory]
    [InlineData(TicketStatus.InProgress, "in_progress")]
    [InlineData(TicketStatus.Open, "open")]
    [InlineData(Channel.Open311, "open311")]
    [InlineData(Channel.Whatsapp, "whatsapp")]
    public void Values_are_written_in_snake_case(object value, string name)
    {
        if (value is TicketStatus status)
        {
            Reads(status, name);
        }
        else
        {
            Reads((Channel)value, name);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("InProgress")]
    [InlineData("IN_PROGRESS")]
    [InlineData("1")]
    [InlineData("unknown")]
    public void Only_the_written_name_is_read(string? name) =>
        WireName.TryParse<TicketStatus>(name, out _).ShouldBeFalse();

    [Fact]
    public void All_names_are_listed() => WireName.All<NoteAuthor>().ShouldBe("citizen, staff, system");

    [Fact]
    public void An_access_code_opens_its_own_hash_only()
    {
        var code = AccessCode.Draw();
        var hash = AccessCode.Hash(code);

        code.Length.ShouldBe(AccessCode.Length);
        hash.ShouldMatch("^[0-9a-f]{64}$");
        AccessCode.Matches(hash, code).ShouldBeTrue();
        AccessCode.Matches(hash, $" {code.ToLowerInvariant()} ").ShouldBeTrue();
        AccessCode.Matches(hash, code[1..]).ShouldBeFalse();
        AccessCode.Matches(hash, AccessCode.Draw()).ShouldBeFalse();
        AccessCode.Matches(hash, "").ShouldBeFalse();
        AccessCode.Matches("", code).ShouldBeFalse();
    }

    [Fact]
    public void Access_codes_do_not_repeat() =>
        Enumerable.Range(0, 1_000).Select(_ => AccessCode.Draw()).ShouldBeUnique();

    private static void Reads<T>(T value, string name)
        where T : struct, Enum
    {
        WireName.Of(value).ShouldBe(name);
        WireName.TryParse<T>(name, out var read).ShouldBeTrue();
        read.ShouldBe(value);
    }
}
