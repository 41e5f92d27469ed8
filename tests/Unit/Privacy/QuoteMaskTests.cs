using CleanFte.Domain.Customers;

namespace CleanFte.Unit.Privacy;

/// <summary>Where others name or quote somebody, and where they merely use the same words.</summary>
public sealed class QuoteMaskTests
{
    private static readonly QuoteMask Quotes = new(
        ["+5215512345678", "zeno@quartermaine.example", "lid-77"], ["Zenobia Quartermaine", "Ana", "Street"],
        ["There is a wobbling gargoyle on the roof of the town hall", "My dog is blue", "ok", "You told me that the crew comes on Monday morning"],
        ["You will see that the crew comes on Monday morning"]);

    [Theory]
    [InlineData("Call +52 1 55 1234 5678 at noon", "Call [erased] at noon")]
    [InlineData("Call 55-1234-5678.", "Call [erased].")]
    [InlineData("(55) 1234 5678 and 5512345678", "([erased] and [erased]")]
    [InlineData("Mail ZENO@Quartermaine.Example now", "Mail [erased] now")]
    [InlineData("Spoke to zenobia  quartermaine; she waits", "Spoke to [erased]; she waits")]
    [InlineData("He says there is a wobbling gargoyle, on the roof of our church", "He says [erased] our church")]
    [InlineData("Wrote \"my dog is blue\" twice", "Wrote \"[erased]\" twice")]
    public void He_is_masked(string note, string masked) => Quotes.Mask(note).ShouldBe(masked);

    [Theory]
    [InlineData("The gargoyle on the roof wobbles")]
    [InlineData("Ana from the desk has it, ok")]
    [InlineData("my dog is blue, too")]
    [InlineData("A lamp in Elm Street")]
    [InlineData("Zenobia Quartermainetti called")]
    [InlineData("Told her that the crew comes on Monday morning")]
    [InlineData("Ticket 1234567, 55 boxes, room 12")]
    [InlineData("")]
    public void Others_words_stay(string note) => Quotes.Mask(note).ShouldBe(note);

    [Fact]
    public void A_quotation_at_the_end_and_another_before_it_are_masked_both() =>
        Quotes.Mask("A wobbling gargoyle on the roof. No: a wobbling gargoyle on the roof")
            .ShouldBe("[erased]. No: [erased]");
}
