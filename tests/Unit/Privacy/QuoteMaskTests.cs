using CleanFte.Domain.Customers;

namespace CleanFte.Unit.Privacy;

/// <summary>Where others name or quote somebody, and where they merely use the same words.</summary>
public sealed class QuoteMaskTests
{
    private static readonly QuoteMask Quotes = new(
        ["+5215512345678", "zeno@quartermaine.example", "lid-77"], ["Zenobia Quartermaine", "Ana", "Street"],
        ["There is a wobbling gargoyle on the roof of the town hall", "My parrot is mauve", "ok", "You told me that the crew comes on Monday morning"],
        ["You will see that the crew comes on Monday morning"]);

    private static readonly QuoteMask Everyday = new(
        ["+34655123987"], ["Street Light", "the pothole"],
        [
            "There is a pothole in front of my house", "hola, hay un bache en la calle Luna 12", "good morning",
            "hole at the crooked chimney in Birch Lane",
        ]);

    [Theory]
    [InlineData("Call +52 1 55 1234 5678 at noon", "Call [erased] at noon")]
    [InlineData("Call 55-1234-5678.", "Call [erased].")]
    [InlineData("(55) 1234 5678 and 5512345678", "([erased] and [erased]")]
    [InlineData("Call 55-1234-5678 600 111 222 or 600 111 222 55 1234 5678", "Call [erased] 600 111 222 or 600 111 [erased]")]
    [InlineData("+34600111222/+5215512345678/1", "+34600111222/[erased]/1")]
    [InlineData("Mail ZENO@Quartermaine.Example now", "Mail [erased] now")]
    [InlineData("Spoke to zenobia  quartermaine; she waits", "Spoke to [erased]; she waits")]
    [InlineData("He says there is a wobbling gargoyle, on the roof of our church", "He says [erased] our church")]
    [InlineData("Wrote \"my parrot is mauve\" twice", "Wrote \"[erased]\" twice")]
    public void He_is_masked(string note, string masked) => Quotes.Mask(note).ShouldBe(masked);

    [Theory]
    [InlineData("The gargoyle on the roof wobbles")]
    [InlineData("Ana from the desk has it, ok")]
    [InlineData("my parrot is mauve, too")]
    [InlineData("A lamp in Elm Street")]
    [InlineData("Zenobia Quartermainetti called")]
    [InlineData("Told her that the crew comes on Monday morning")]
    [InlineData("155123456789 and 5512345678x")]
    [InlineData("Ticket 1234567, 55 boxes, room 12")]
    [InlineData("")]
    public void Others_words_stay(string note) => Quotes.Mask(note).ShouldBe(note);

    /// <summary>People write alike: what anybody may have written is his only where something says so.</summary>
    [Theory]
    [InlineData("Crew report: there is a pothole in front of the school, 40 cm deep, urgent")]
    [InlineData("El vecino dice que hay un bache en la calle Sol 4")]
    [InlineData("The street light in calle Mayor is out since Monday")]
    [InlineData("A hole at the crooked chimney in Birch Lane, too", "hole crooked chimney in birch lane")]
    [InlineData("He wrote \"good morning\"")]
    [InlineData("\"There is a pothole in front of my house\", writes the reporter", "there is a pothole in front of my house")]
    public void Everybodys_words_stay(string note, string subject = "") =>
        Everyday.Mask(note, QuoteMask.WordsOf(subject).ToHashSet()).ShouldBe(note);

    [Theory]
    [InlineData("His neighbour: \"there is a pothole in front of my house\".", "His neighbour: \"[erased]\".")]
    [InlineData("«Hola, hay un bache en la calle», dice", "«[erased]», dice")]
    [InlineData("Says there is a pothole in front, call 655 123 987", "Says [erased], call [erased]")]
    [InlineData("Street Light called", "[erased] called")]
    [InlineData("Hole at the crooked chimney in Birch Lane", "[erased]")]
    public void His_are_masked(string note, string masked) => Everyday.Mask(note).ShouldBe(masked);

    [Fact]
    public void A_quotation_at_the_end_and_another_before_it_are_masked_both() =>
        Quotes.Mask("A wobbling gargoyle on the roof. No: a wobbling gargoyle on the roof")
            .ShouldBe("[erased]. No: [erased]");
}
