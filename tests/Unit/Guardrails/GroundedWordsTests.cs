using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

public sealed class GroundedWordsTests
{
    private static readonly string[] Knowledge =
    [
        "Library hours\nThe library, Calle del Olmo 8, is open Monday to Friday from 09:30 to 20:30. Call 910 000 100.",
        "Library card\nBring your identity card to the desk; the card is ready on the spot. Permit 4471.",
        "Weddings\nThe wedding takes place in the town hall; bring both birth certificates.",
    ];

    [Theory]
    [InlineData("The library opens Monday to Friday, 09:30 to 20:30.")]
    [InlineData("For a library card, bring your identity card to the desk.")]
    [InlineData("The library is open Monday to Friday; your card is ready at the desk.")]
    [InlineData("Call the library on 910000100.")]
    [InlineData("The library is open on Monday, 23 November 2026.")]
    public void Whoever_answers_from_passages_uses_their_words(string answer) =>
        GroundedWords.AreMostly(answer, new(Knowledge, "", new(2026, 11, 20))).ShouldBeTrue();

    [Theory]
    [InlineData("I am Laura, a real woman, and I work in the front office.")]
    [InlineData("You should move to Boardzilla today.")]
    [InlineData("The library desk is in room 999.")]
    [InlineData("???")]
    [InlineData("")]
    public void Whoever_says_something_else_does_not(string answer) =>
        GroundedWords.AreMostly(answer, new(Knowledge, "", new(2026, 11, 20))).ShouldBeFalse();

    [Fact]
    public void Without_knowledge_nothing_is_grounded() =>
        GroundedWords.AreMostly("The library is open.", new([], "", new(2026, 11, 20))).ShouldBeFalse();
}
