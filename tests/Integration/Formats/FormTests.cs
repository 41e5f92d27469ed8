namespace CleanFte.Integration.Formats;

/// <summary>How replies look on each channel, in each language, on a host with the town hall that ships.</summary>
public sealed class FormTests(TownHost host) : IClassFixture<TownHost>
{
    private const string English = "When does the library open on Saturdays?";
    private const string Spanish = "¿Cuándo abre la biblioteca los sábados?";
    private const string French = "Quand la bibliothèque ouvre-t-elle le samedi ?";

    private static readonly string[] Greetings = ["Dear ", "Hello,", "Estimado", "Hola", "Bonjour"];

    private static readonly string[] Signatures = ["regards", "saludo", "Cordialement", "cordialement", "+34 910"];

    [Theory]
    [InlineData(English, "Dear Ana García,\n\n", "\n\nReference: {0}\n\nKind regards,\nCitizen Service Office")]
    [InlineData(Spanish, "Estimado/a Ana García:\n\n", "\n\nReferencia: {0}\n\nUn cordial saludo,\nOficina")]
    [InlineData(French, "Bonjour Ana García,\n\n", "\n\nRéférence\u00A0: {0}\n\nBien cordialement,\nService d'accueil")]
    public async Task A_letter_greets_refers_and_signs(string question, string greeting, string end)
    {
        var letter = await Written.To(host, "email", question, "Ana García");

        letter.Decision.ShouldBe("answer");
        letter.Parts.Count.ShouldBe(1);
        letter.Text.ShouldStartWith(greeting);
        letter.Text.ShouldContain(string.Format(null, end, letter.Number));
        letter.Words.ShouldBeLessThanOrEqualTo(500);
    }

    [Theory]
    [InlineData(English, null, "Hello,\n\n")]
    [InlineData(Spanish, null, "Hola:\n\n")]
    [InlineData(French, null, "Bonjour,\n\n")]
    [InlineData(English, "Your refund is at https://evil.example", "Hello,\n\n")]
    public async Task A_letter_to_nobody_known_greets_all_the_same(string question, string? name, string greeting) =>
        (await Written.To(host, "email", question, name)).Text.ShouldStartWith(greeting);

    [Theory]
    [InlineData("web", English, "\n\nReference: {0}")]
    [InlineData("web", Spanish, "\n\nReferencia: {0}")]
    [InlineData("web", French, "\n\nRéférence\u00A0: {0}")]
    [InlineData("rest", English, "\n\nReference: {0}")]
    public async Task A_notice_refers_and_has_no_frame(string channel, string question, string end)
    {
        var notice = await Written.To(host, channel, question, "Ana García");

        notice.Text.ShouldEndWith(string.Format(null, end, notice.Number));
        notice.Words.ShouldBeLessThanOrEqualTo(300);
        ShouldHaveNoFrame(notice);
    }

    [Theory]
    [InlineData(English, "Your tracking number is {0}.")]
    [InlineData(Spanish, "Tu número de seguimiento es {0}.")]
    [InlineData(French, "Votre numéro de suivi est {0}.")]
    public async Task A_chat_tells_the_number_once_in_a_sentence(string question, string sentence)
    {
        var person = $"person-{Guid.NewGuid():N}";
        var first = await Written.To(host, "whatsapp", question, "Ana García", person: person);
        var second = await Written.To(host, "whatsapp", question, person: person);

        var told = string.Format(null, sentence, first.Number);
        first.Text.ShouldEndWith(told);
        first.Text[..^told.Length].Trim().Length.ShouldBeInRange(1, 400, "300 characters are preferred, and the source");
        ShouldHaveNoFrame(first);
        second.Number.ShouldBe(first.Number);
        second.Text.ShouldNotContain(first.Number);
    }

    [Theory]
    [InlineData("email", "I want to talk to a human", "Thank you for writing to us. A colleague will look after your message.")]
    [InlineData("web", "I want to talk to a human", "Thank you. A colleague will look after your message.")]
    [InlineData("rest", "I want to talk to a human", "Thank you. A colleague will look after your message.")]
    [InlineData("whatsapp", "I want to talk to a human", "Thanks. A colleague will look after your message.")]
    [InlineData("email", "Quiero hablar con una persona", "Una persona del equipo se ocupará de él. Su número")]
    [InlineData("web", "Quiero hablar con una persona", "se ocupará de su mensaje. Su número")]
    [InlineData("rest", "Quiero hablar con una persona", "se ocupará de su mensaje. Su número")]
    [InlineData("whatsapp", "Quiero hablar con una persona", "se ocupará de tu mensaje. Tu número")]
    [InlineData("email", "Je veux parler à une personne", "Nous vous remercions de votre message.")]
    [InlineData("web", "Je veux parler à une personne", "Merci. Un membre de l'équipe va s'occuper")]
    [InlineData("rest", "Je veux parler à une personne", "Merci. Un membre de l'équipe va s'occuper")]
    [InlineData("whatsapp", "Je veux parler à une personne", "Merci. Quelqu'un de l'équipe va s'occuper")]
    public async Task A_hand_over_names_the_number_in_the_channels_tone(string channel, string wish, string said)
    {
        var reply = await Written.To(host, channel, wish);

        reply.Decision.ShouldBe("escalate");
        reply.Number.ShouldNotBeEmpty();
        reply.Text.ShouldContain(said);
        reply.Text.Split(reply.Number).Length.ShouldBe(2, "it is named once");
    }

    [Theory]
    [InlineData("email", "There is a huge pothole", "under tracking number {0}. Please send us the exact address")]
    [InlineData("web", "Hay un bache enorme", "Su número de seguimiento es {0}. Por favor, indíquenos")]
    [InlineData("whatsapp", "Hay un bache enorme", "Tu número de seguimiento es {0}. ¿Nos dices la dirección")]
    [InlineData("whatsapp", "Il y a un gros trou dans la chaussée", "Votre numéro de suivi est {0}. Pouvez-vous")]
    public async Task A_report_is_acknowledged_in_the_channels_tone(string channel, string report, string said)
    {
        var reply = await Written.To(host, channel, report);

        reply.Text.ShouldContain(string.Format(null, said, reply.Number));
        reply.Text.Split(reply.Number).Length.ShouldBe(2, "it is named once");
    }

    [Theory]
    [InlineData("default", "Hola, ¿en qué podemos ayudarte?\n\nTu número")]
    [InlineData(TownHost.Parish, "Hola, ¿en qué podemos ayudarle?\n\nReferencia: ")]
    public async Task A_tenant_may_say_usted_in_a_chat(string tenant, string said) =>
        (await Written.To(host, "whatsapp", "Hola, buenas tardes", tenant: tenant)).Text.ShouldStartWith(said);

    private static void ShouldHaveNoFrame(Written reply)
    {
        Greetings.Where(greeting => reply.Text.StartsWith(greeting, StringComparison.Ordinal)).ShouldBeEmpty();
        Signatures.Where(reply.Text.Contains).ShouldBeEmpty();
    }
}
