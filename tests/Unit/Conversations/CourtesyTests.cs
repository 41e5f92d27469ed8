using CleanFte.Domain.Conversations;

namespace CleanFte.Unit.Conversations;

public sealed class CourtesyTests
{
    [Theory]
    [InlineData("Hello!", Courtesy.Greeting)]
    [InlineData("thanks a lot", Courtesy.Thanks)]
    [InlineData("ok thanks", Courtesy.Thanks)]
    [InlineData("ok", Courtesy.Assent)]
    [InlineData("Vale, perfecto", Courtesy.Assent)]
    [InlineData("D'accord.", Courtesy.Assent)]
    [InlineData("My name is Peter", Courtesy.Introduction)]
    [InlineData("Hola, soy Pedro.", Courtesy.Introduction)]
    [InlineData("Bonjour, je m'appelle Luc", Courtesy.Introduction)]
    [InlineData("Soy Pedro, gracias", Courtesy.None)]
    [InlineData("My name is Peter and the lift is broken", Courtesy.None)]
    [InlineData("ok where do I pay", Courtesy.None)]
    [InlineData("so", Courtesy.None)]
    [InlineData("", Courtesy.None)]
    public void Politeness_that_stands_alone_is_told(string text, Courtesy courtesy) =>
        CourtesyGuess.Of(text).ShouldBe(courtesy);
}
