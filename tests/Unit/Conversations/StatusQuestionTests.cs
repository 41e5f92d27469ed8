using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Conversations;

public sealed class StatusQuestionTests
{
    private static readonly TrackingNumber Number = TrackingNumber.Draw();

    [Theory]
    [InlineData("#")]
    [InlineData("  #  ")]
    [InlineData("#?")]
    [InlineData("(#)")]
    [InlineData("hola, #, gracias")]
    [InlineData("my ticket number is # please")]
    [InlineData("status #")]
    [InlineData("What is the status of #?")]
    [InlineData("how is # going")]
    [InlineData("what about #")]
    [InlineData("any news on #?")]
    [InlineData("estado de #")]
    [InlineData("¿Cómo va el #?")]
    [InlineData("# como va mi aviso")]
    [InlineData("quería saber el estado del aviso # por favor")]
    [InlineData("seguimiento #")]
    [InlineData("Où en est # ?")]
    [InlineData("état de mon signalement #")]
    [InlineData("suivi #")]
    [InlineData("Bonjour, quel est le statut du dossier # svp")]
    public void Asking_for_a_ticket_is_understood(string text)
    {
        StatusQuestion.TryRead(Fill(text), out var number).ShouldBeTrue();
        number.ShouldBe(Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("status")]
    [InlineData("status TKT-0000")]
    [InlineData("#again")]
    [InlineData("x#")]
    [InlineData("the light of # is out again")]
    [InlineData("# la farola ha estado apagada otra vez")]
    [InlineData("same problem as # again in my street, please come, what is the status, it has been weeks")]
    [InlineData("mismo problema que # en mi calle, por favor vengan")]
    public void Anything_else_is_not_a_question(string text)
    {
        StatusQuestion.TryRead(Fill(text), out var number).ShouldBeFalse();
        number.ShouldBe(default);
    }

    private static string Fill(string text) => text.Replace("#", Number.Value, StringComparison.Ordinal);

    [Fact]
    public void The_number_is_read_as_people_write_it()
    {
        var lower = Number.Value.ToLowerInvariant();

        StatusQuestion.TryRead($"estado {lower}", out _).ShouldBeTrue();
        StatusQuestion.TryRead($"estado {lower.Replace('-', ' ')} gracias", out _).ShouldBeTrue();
        StatusQuestion.TryRead($"estado {lower.Replace("-", "", StringComparison.Ordinal).Replace('0', 'o')}", out _)
            .ShouldBeTrue();
    }

    [Fact]
    public void A_number_that_is_wrong_does_not_hide_one_that_is_right() =>
        StatusQuestion.TryRead($"TKT-0000-000001 status {Number}", out _).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Any_text_gets_an_answer(string text) => StatusQuestion.TryRead(text, out _).ShouldBeFalse();
}
