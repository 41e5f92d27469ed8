using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

public sealed class GuardrailTests
{
    private const double WantedRecall = 0.98;
    private const double AllowedFalse = 0.02;
    private const int FewestUtterances = 300;

    public static IEnumerable<object[]> Classes =>
        from language in new[] { "en", "es", "fr" }
        from reason in Enum.GetValues<GuardrailReason>()
        select new object[] { language, reason };

    [Theory]
    [MemberData(nameof(Classes))]
    public void What_belongs_is_found_and_what_does_not_is_left_alone(string language, GuardrailReason reason)
    {
        var utterances = Utterance.Read(language);
        var with = utterances.Where(u => u.Has(reason)).ToList();
        var without = utterances.Where(u => !u.Has(reason)).ToList();
        var missed = with.Where(u => !Finds(u.Text, reason)).Select(u => u.Text).ToList();
        var mistaken = without.Where(u => Finds(u.Text, reason)).Select(u => u.Text).ToList();

        utterances.Count.ShouldBeGreaterThanOrEqualTo(FewestUtterances);
        (1 - ((double)missed.Count / with.Count)).ShouldBeGreaterThanOrEqualTo(
            WantedRecall, string.Join('\n', missed));
        ((double)mistaken.Count / without.Count).ShouldBeLessThanOrEqualTo(AllowedFalse, string.Join('\n', mistaken));
    }

    /// <summary>What nothing was fitted to is found less often; these are floors, not the goal.</summary>
    [Theory]
    [InlineData("en", 0.92, 0.02)]
    [InlineData("es", 0.93, 0.02)]
    [InlineData("fr", 0.9, 0.02)]
    public void Strangers_nobody_learned_from_are_read_too(string language, double recall, double allowedFalse)
    {
        var judged = Utterance.Unseen(language)
            .SelectMany(u => Enum.GetValues<GuardrailReason>(), (u, r) => (Wanted: u.Has(r), Found: Finds(u.Text, r)))
            .ToList();

        judged.Where(j => j.Wanted).Average(j => j.Found ? 1 : 0).ShouldBeGreaterThanOrEqualTo(recall);
        judged.Where(j => !j.Wanted).Average(j => j.Found ? 1 : 0).ShouldBeLessThanOrEqualTo(allowedFalse);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Strangers_that_were_learned_from_are_read_well(string language)
    {
        var judged = Utterance.Learned(language)
            .SelectMany(u => Enum.GetValues<GuardrailReason>(), (u, r) => (Wanted: u.Has(r), Found: Finds(u.Text, r)))
            .ToList();

        judged.Where(j => j.Wanted).Average(j => j.Found ? 1 : 0).ShouldBeGreaterThanOrEqualTo(WantedRecall);
        judged.Where(j => !j.Wanted).Average(j => j.Found ? 1 : 0).ShouldBeLessThanOrEqualTo(AllowedFalse);
    }

    [Theory]
    [InlineData("No, I want to talk to a human", GuardrailReason.HumanRequest)]
    [InlineData("No, quiero hablar con una persona", GuardrailReason.HumanRequest)]
    [InlineData("Sans réponse de votre part, mon avocat vous écrira", GuardrailReason.Legal)]
    public void A_refusal_ends_at_the_comma(string text, GuardrailReason reason) => Finds(text, reason).ShouldBeTrue();

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Evidence_stands_in_the_message(string language)
    {
        foreach (var utterance in Utterance.Read(language))
        {
            foreach (var finding in Guardrail.Check(utterance.Text))
            {
                utterance.Text.ShouldContain(finding.Evidence, Case.Sensitive);
                finding.Evidence.Length.ShouldBeInRange(1, GuardrailFinding.MaxEvidence);
            }
        }
    }

    [Fact]
    public void Evidence_is_quoted_as_written() =>
        Guardrail.Check("Hello. ¿CUÁNTO  cuesta? Bye").ShouldBe([new(GuardrailReason.Pricing, "CUÁNTO  cuesta")]);

    [Fact]
    public void Long_evidence_is_cut() =>
        Guardrail.Check("how much" + new string(' ', 500) + "does it cost").ShouldHaveSingleItem()
            .Evidence.Length.ShouldBe(GuardrailFinding.MaxEvidence);

    [Theory]
    [InlineData("Keep the recordings, a judge will ask for them.", GuardrailReason.Legal)]
    [InlineData("Que se ponga el jefe.", GuardrailReason.HumanRequest)]
    [InlineData("Votre peinture a taché mon manteau, le pressing est pour vous.", GuardrailReason.Refund)]
    public void Words_are_enough_without_a_phrase(string text, GuardrailReason reason)
    {
        var finding = Guardrail.Check(text).ShouldHaveSingleItem();

        finding.Reason.ShouldBe(reason);
        text.ShouldContain(finding.Evidence, Case.Sensitive);
    }

    [Theory]
    [InlineData("Des étiquettes de prix sont collées au poteau.")]
    [InlineData("The compensation pendulum of the tower clock has stopped.")]
    public void Words_around_a_phrase_can_speak_against_it(string text) => Guardrail.Check(text).ShouldBeEmpty();

    [Theory]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(37)]
    [InlineData(38)]
    [InlineData(39)]
    public void A_phrase_across_the_end_of_a_passage_does_no_harm(int wordsBefore) =>
        Guardrail.Check("x. " + string.Concat(Enumerable.Repeat("lamp ", wordsBefore)) + "how much does it all cost now?")
            .ShouldAllBe(finding => finding.Reason == GuardrailReason.Pricing);

    [Fact]
    public void Reasons_have_wire_names() =>
        Enum.GetValues<GuardrailReason>().Select(reason => new GuardrailFinding(reason, "").Code)
            .ShouldBe(["pricing", "refund", "legal", "human_request"]);

    [Fact]
    public void Two_languages_in_one_message_are_both_read() =>
        Guardrail.Check("Je veux un remboursement. And let me talk to a human! O llamo a mi abogado")
            .Select(f => f.Reason).Order()
            .ShouldBe([GuardrailReason.Refund, GuardrailReason.Legal, GuardrailReason.HumanRequest]);

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t")]
    [InlineData("😀😀🙏")]
    [InlineData("أريد الإبلاغ عن حفرة في الشارع")]
    [InlineData("'; DROP TABLE tickets; SELECT * FROM users WHERE 1=1 --")]
    public void Nothing_is_found_where_nothing_is_said(string text) => Guardrail.Check(text).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_is_too_strange(string text) =>
        Guardrail.Check(text).Count.ShouldBeLessThanOrEqualTo(Enum.GetValues<GuardrailReason>().Length);

    [Fact]
    public void The_end_of_a_long_message_is_read() =>
        Guardrail.Check(string.Concat(Enumerable.Repeat("the lamp is out. ", 3_500)) + "I want to talk to a human")
            .ShouldHaveSingleItem().Reason.ShouldBe(GuardrailReason.HumanRequest);

    [Fact]
    public void What_exceeds_the_limit_is_not_read() =>
        Guardrail.Check(new string(' ', Guardrail.MaxCharacters) + "refund").ShouldBeEmpty();

    private static bool Finds(string text, GuardrailReason reason) =>
        Guardrail.Check(text).Any(finding => finding.Reason == reason);
}
