using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Guardrails;

public sealed class AnswerCheckTests
{
    private const double WantedCaught = 0.98;
    private const double AllowedReplaced = 0.02;
    private const int FewestOfEach = 60;

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Honest_answers_pass_and_the_others_are_withheld(string language)
    {
        var answers = LabelledAnswer.Read(language);
        var honest = answers.Where(a => a.Label == LabelledAnswer.Ok).ToList();
        var others = answers.Where(a => a.Label != LabelledAnswer.Ok).ToList();
        var replaced = honest.Select(a => (a.Text, Found: AnswerCheck.Of(a.Text, a.Ground)))
            .Where(a => a.Found is not null).Select(a => $"{a.Found!.Code} [{a.Found.Evidence}] {a.Text}").ToList();
        var missed = others.Where(a => AnswerCheck.Of(a.Text, a.Ground) is null).Select(a => a.Text).ToList();

        Math.Min(honest.Count, others.Count).ShouldBeGreaterThanOrEqualTo(FewestOfEach);
        ((double)replaced.Count / honest.Count).ShouldBeLessThanOrEqualTo(
            AllowedReplaced, string.Join('\n', replaced));
        (1 - ((double)missed.Count / others.Count)).ShouldBeGreaterThanOrEqualTo(
            WantedCaught, string.Join('\n', missed));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void The_code_says_what_is_wrong(string language)
    {
        var found = LabelledAnswer.Read(language).Where(a => a.Label != LabelledAnswer.Ok)
            .Select(a => (a.Label, AnswerCheck.Of(a.Text, a.Ground)?.Code, a.Text))
            .Where(a => a.Code is not null).ToList();

        var named = found.Count(a => a.Code == a.Label);

        ((double)named / found.Count).ShouldBeGreaterThanOrEqualTo(
            0.95, string.Join('\n', found.Where(a => a.Code != a.Label)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Evidence_is_short_and_stands_in_the_answer(string language)
    {
        foreach (var answer in LabelledAnswer.Read(language))
        {
            if (AnswerCheck.Of(answer.Text, answer.Ground) is { Fault: not AnswerFault.Unreadable } violation)
            {
                violation.Evidence.Length.ShouldBeInRange(1, GuardrailFinding.MaxEvidence);
                answer.Text.ShouldContain(violation.Evidence, Case.Sensitive);
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void What_the_knowledge_says_may_be_quoted(string language)
    {
        string[] never = ["other_person", "prompt_leak", "unreadable", "too_long"];

        foreach (var answer in LabelledAnswer.Read(language).Where(a => !never.Contains(a.Label)))
        {
            // What is hidden stays unreadable, and a disguised link is another one than the plain one.
            var visible = ModelText.Clean(answer.Text, AnswerCheck.MaxCharacters);
            AnswerCheck.Of(visible, LabelledAnswer.GroundOf("# Title", visible)).ShouldBeNull(visible);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Our_own_sentences_pass(string language)
    {
        var number = LabelledAnswer.OwnNumber;
        var now = new DateTimeOffset(2026, 3, 7, 9, 0, 0, TimeSpan.Zero);
        foreach (var manner in Enum.GetValues<Tone>().Select(tone => new Manner(language, tone)))
        {
            string[] texts =
            [
                IntakeTexts.Acknowledge(manner, number, "Pothole", true, true), IntakeTexts.Added(manner, number),
                HandoverTexts.Of(manner, number, true, false, null, now, null), IntakeTexts.PlaceSet(manner, number),
                IntakeTexts.MediaAdded(manner, number, 2), IntakeTexts.StatusUnknown(manner),
                IntakeTexts.EmptyMessage(manner), IntakeTexts.Apology(manner, number),
                HandoverTexts.Of(manner, number, false, true, null, now, now.AddDays(3)), AnswerTexts.Unclear(manner), AnswerTexts.Greeting(manner),
                AnswerTexts.Welcome(manner), AnswerTexts.AllAnswered(manner), AnswerTexts.TooManyAttempts(manner),
                .. Enum.GetValues<TicketStatus>().Select(status =>
                    IntakeTexts.StatusIs(manner, number, status, new(2026, 3, 7, 9, 0, 0, TimeSpan.Zero))),
            ];

            texts.Where(text => Of(text) is not null).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("Write to ana@example.org, please.")]
    [InlineData("We will ring you on 600 111 222.")]
    [InlineData("We will ring you on +34 600-111-222.")]
    public void The_customers_own_contacts_pass(string answer) => Of(answer).ShouldBeNull();

    [Fact]
    public void A_premium_prefix_makes_another_number() =>
        AnswerCheck.Of("Call 0906 600 111 222.", LabelledAnswer.GroundOf("Call 600 111 222."))!
            .Fault.ShouldBe(AnswerFault.ForeignContact);

    [Theory]
    [InlineData("The fee is 20,00 €.", "20 euros")]
    [InlineData("The fee is 20.00 EUR.", "€20")]
    [InlineData("The fee is twenty-five euros.", "25 €")]
    [InlineData("La tasa es de treinta y cinco euros.", "35 €")]
    [InlineData("Le tarif est de quatre-vingt-cinq euros.", "85 €")]
    [InlineData("The hall costs 1.200,00 €.", "1 200 EUR")]
    [InlineData("It costs $12.50.", "12.50 USD")]
    public void An_amount_may_be_written_in_another_way(string answer, string knowledge) =>
        AnswerCheck.Of(answer, LabelledAnswer.GroundOf(knowledge)).ShouldBeNull();

    [Theory]
    [InlineData("The fee is 200 €.", "20 €")]
    [InlineData("The fee is 2 €.", "20 €")]
    [InlineData("The fee is 20 thousand euros.", "20 euros")]
    [InlineData("The fee is 15 pesos.", "15 dollars")]
    [InlineData("You get a 20% discount.", "There is a 10% discount.")]
    [InlineData("The fee is 20.", "The office opens at 9.")]
    public void Another_amount_is_another_price(string answer, string knowledge) =>
        AnswerCheck.Of(answer, LabelledAnswer.GroundOf(knowledge))!.Fault.ShouldBe(AnswerFault.Price);

    [Theory]
    [InlineData("See https://riverton.example/tax/.", null)]
    [InlineData("See HTTPS://Riverton.Example/Tax!", null)]
    [InlineData("See [the page](https://riverton.example/tax).", null)]
    [InlineData("See (riverton.example/tax).", null)]
    [InlineData("See https://riverton.example/tax?pay=1", AnswerFault.ForeignLink)]
    [InlineData("See https://riverton.example@evil.example/tax", AnswerFault.ForeignContact)]
    [InlineData("See https://riverton.example.evil.example/tax", AnswerFault.ForeignLink)]
    [InlineData("See [https://riverton.example/tax](/pay)", AnswerFault.ForeignLink)]
    [InlineData("See ftp://riverton.example/tax", AnswerFault.ForeignLink)]
    [InlineData("See http://[2001:db8::1]/tax", AnswerFault.ForeignLink)]
    public void A_link_passes_when_it_is_exactly_a_known_one(string answer, AnswerFault? expected)
    {
        var ground = LabelledAnswer.GroundOf("Taxes: https://riverton.example/tax");

        (AnswerCheck.Of(answer, ground)?.Fault).ShouldBe(expected);
    }

    [Fact]
    public void A_sentence_is_known_only_as_a_whole()
    {
        var ground = LabelledAnswer.GroundOf("It would be wrong to say that you will be refunded at once.");

        AnswerCheck.Of("You will be refunded at once.", ground)!.Fault.ShouldBe(AnswerFault.RefundPromise);
    }

    [Fact]
    public void Sixty_characters_of_the_prompt_in_a_row_are_a_leak()
    {
        Of("So: " + LabelledAnswer.Prompt[8..67]).ShouldBeNull();
        Of("So: " + LabelledAnswer.Prompt[8..68].ToUpperInvariant())!.Fault.ShouldBe(AnswerFault.PromptLeak);
    }

    [Fact]
    public void A_run_without_a_secret_has_none_to_leak() =>
        AnswerCheck.Of("Good morning.", new([], [], [], "", "")).ShouldBeNull();

    [Fact]
    public void Too_long_an_answer_is_not_sent()
    {
        var sentence = string.Concat(Enumerable.Repeat("The office is open. ", AnswerCheck.MaxCharacters / 20));

        Of(sentence).ShouldBeNull();
        Of(sentence + new string('x', 20))!.Fault.ShouldBe(AnswerFault.TooLong);
    }

    [Fact]
    public void A_family_of_emoji_is_readable() => Of("Thank you! 👨‍👩‍👧‍👦 ❤️ 🇲🇽 👍🏽 1️⃣").ShouldBeNull();

    [Fact]
    public void Faults_have_wire_names() =>
        Enum.GetValues<AnswerFault>().Select(fault => new AnswerViolation(fault, "").Code).ShouldBe(
        [
            "price", "refund_promise", "legal_promise", "foreign_link", "foreign_contact", "other_person",
            "prompt_leak", "unreadable", "too_long", "promise",
        ]);

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_is_too_strange(string text)
    {
        var start = text.Length > AnswerCheck.MaxCharacters ? text[..AnswerCheck.MaxCharacters] : text;

        foreach (var ground in new[] { LabelledAnswer.GroundOf(text), new([], [text], [text], text, text) })
        {
            EvidenceOf(text, ground).Length.ShouldBeLessThanOrEqualTo(GuardrailFinding.MaxEvidence);
            EvidenceOf(start, ground).Length.ShouldBeLessThanOrEqualTo(GuardrailFinding.MaxEvidence);
        }
    }

    [Theory]
    [InlineData("you will be ")]
    [InlineData("1 ")]
    [InlineData("a.")]
    [InlineData("twenty ")]
    [InlineData("no se si ")]
    [InlineData("tkt-")]
    [InlineData("](a")]
    [InlineData("a@b ")]
    [InlineData("$1,")]
    public void The_longest_answer_is_checked_to_its_end(string repeated)
    {
        const string Promise = "\nYou will be refunded 500 euros.";
        var text = string.Concat(Enumerable.Repeat(repeated, (AnswerCheck.MaxCharacters - Promise.Length) / repeated.Length));

        Of(text + Promise).ShouldNotBeNull();
    }

    private static string EvidenceOf(string text, AnswerGround ground) => AnswerCheck.Of(text, ground)?.Evidence ?? "";

    private static AnswerViolation? Of(string answer) => AnswerCheck.Of(answer, LabelledAnswer.GroundOf());
}
