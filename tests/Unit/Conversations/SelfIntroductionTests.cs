using CleanFte.Domain.Conversations;

namespace CleanFte.Unit.Conversations;

public sealed class SelfIntroductionTests
{
    [Theory]
    [InlineData("My name is Peter", "")]
    [InlineData("my name is peter smith", "")]
    [InlineData("MY NAME IS PETER", "")]
    [InlineData("I'm Daniel from accounts.", ".")]
    [InlineData("Soy Pedro", "")]
    [InlineData("Me llamo Ana de la Fuente y quiero empadronarme", "y quiero empadronarme")]
    [InlineData("me llamo ana quiero empadronarme", "quiero empadronarme")]
    [InlineData("Je m'appelle Luc, où est la mairie ?", ", où est la mairie ?")]
    public void What_somebody_is_called_is_left_out(string text, string rest) =>
        SelfIntroduction.Without(text).Trim().ShouldBe(rest);

    [Theory]
    [InlineData(" \u0000\uD83D my name is \uD83D")]
    [InlineData("je m'appelle")]
    [InlineData("soy, soy. soy")]
    public void What_breaks_off_is_kept(string text) => SelfIntroduction.Without(text).ShouldBe(text);

    [Fact]
    public void A_long_text_costs_no_more_than_its_start()
    {
        var text = new string('x', SelfIntroduction.MaxCharacters) + " my name is Peter";

        SelfIntroduction.Without(text).ShouldBe(text);
    }

    [Theory]
    [InlineData("I am disabled, do I get a parking permit?")]
    [InlineData("I'm Catholic, he is not, can we marry in church?")]
    [InlineData("This is Sunday's collection")]
    [InlineData("my name is misspelt on the certificate")]
    [InlineData("my name is not on the list")]
    [InlineData("my name is ana the lift in our building is broken")]
    [InlineData("Soy jubilado y quiero el bono")]
    [InlineData("Je suis retraité, ai-je droit à la carte ?")]
    [InlineData("")]
    public void What_is_no_name_stays(string text) => SelfIntroduction.Without(text).ShouldBe(text);
}
