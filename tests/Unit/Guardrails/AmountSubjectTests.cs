using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>An amount that is known of one thing is no price of another.</summary>
public sealed class AmountSubjectTests
{
    private const string Fees =
        "Certificates\nA registry certificate costs 2 euros on paper. A historical one costs 4 euros. You can pay by card.";

    [Theory]
    [InlineData("A registry certificate costs 2 euros.")]
    [InlineData("The certificate in its historical form costs 4 euros.")]
    [InlineData("It costs 2 euros on paper.")]
    [InlineData("That is about your certificate. It costs 4 euros.")]
    public void Of_what_it_is_known_it_is_said(string answer) => Check(answer).ShouldBeNull();

    [Theory]
    [InlineData("The wedding hall costs 2 euros.")]
    [InlineData("A parking card costs 4 euros a year.")]
    [InlineData("A certificate costs 2 euros. The wedding hall costs 4 euros.")]
    public void Of_something_else_it_is_not(string answer) => Check(answer).ShouldNotBeNull().Fault.ShouldBe(AnswerFault.Price);

    private static AnswerViolation? Check(string answer) => AnswerCheck.Of(answer, new AnswerGround([Fees], [], [], "", ""));
}
