using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class LessonTests
{
    private const string Asked = "How do I renew my parking permit?";

    private const string Told = "Parking permits are renewed at the registry on presentation of the vehicle papers.";

    private static readonly string[] Names = ["Zora Quillfeather", "Ana Ruiz", "Will Mark"];

    private static readonly string[] Own =
        [
            "Villaverde Town Hall", "registry@villaverde.example", "910 555 010",
            "The registry is in Plaza Mayor 1, 28013 Villaverde. Write to IBAN ES91 2100 0418 4502 0005 1332. Ask for Rosa Parks Hall.",
        ];

    /// <summary>What a colleague wrote beside the answer; none of it may be in what is proposed.</summary>
    [Theory]
    [InlineData("Hello Zora, ", "Zora")]
    [InlineData("Hi zora! ", "zora")]
    [InlineData("Dear Mrs Quillfeather, ", "Quillfeather")]
    [InlineData("Dear Ms. Bramblethwaite: ", "Bramblethwaite")]
    [InlineData("Good morning Xanthe Oddfellow, ", "Oddfellow")]
    [InlineData("Hola Ana: ", "Ana")]
    [InlineData("Buenos días, señora Ruiz. ", "Ruiz")]
    [InlineData("Estimado señor Olmedilla, ", "Olmedilla")]
    [InlineData("Bonjour Madame Quillfeather, ", "Quillfeather")]
    [InlineData("Chère Ségolène, ", "Ségolène")]
    [InlineData("Thanks for writing, Ana! ", "Ana")]
    [InlineData("Please ask for Beatriz at the desk. ", "Beatriz")]
    [InlineData("My colleague Hyacinth knows more. ", "Hyacinth")]
    [InlineData("Mr. Ottershaw will receive you. ", "Ottershaw")]
    [InlineData("Pregunte por don Evaristo en la ventanilla. ", "Evaristo")]
    [InlineData("Demandez Mme Vandenbroucke au guichet. ", "Vandenbroucke")]
    [InlineData("We will call you on 600 111 222. ", "600 111 222")]
    [InlineData("We will call you on 600111222 tomorrow. ", "600111222")]
    [InlineData("Your number is 6-0-0-1-1-1-2-2-2. ", "6-0-0")]
    [InlineData("Your number is ６００１１１２２２. ", "600111222")]
    [InlineData("Your number is 6\u200B00\u200B111\u200B222. ", "222")]
    [InlineData("It is six zero zero one one one two two two. ", "zero zero")]
    [InlineData("Le llamamos al 06 12 34 56 78. ", "06 12")]
    [InlineData("I wrote to zora@mail.example about it. ", "zora@mail")]
    [InlineData("It went to zora (at) mail.example yesterday. ", "mail.example")]
    [InlineData("It went to zora arroba mail punto com. ", "arroba")]
    [InlineData("Your ticket is TKT-7F3K-92QD20. ", "7F3K")]
    [InlineData("Your case 4711 is closed. ", "4711")]
    [InlineData("El expediente 2026/0815 está cerrado. ", "0815")]
    [InlineData("Votre dossier n° 8154 est complet. ", "8154")]
    [InlineData("The document 12345678Z is valid. ", "12345678")]
    [InlineData("Le passeport 12AB34567 est valable. ", "12AB34567")]
    [InlineData("Paid with card 4111 1111 1111 1111. ", "4111")]
    [InlineData("Refunded to GB29 NWBK 6016 1331 9268 19. ", "NWBK")]
    [InlineData("The car 1234 BCD is registered. ", "BCD")]
    [InlineData("The car AB-123-CD is registered. ", "AB-123")]
    [InlineData("You were born on 3 May 1971. ", "1971")]
    [InlineData("Su fecha de nacimiento es 03/05/1971. ", "1971")]
    [InlineData("Vous êtes né le 03/05/1971. ", "1971")]
    [InlineData("The permit of 12/03/2019 is used up. ", "2019")]
    [InlineData("See https://town.example/case?id=abc for it. ", "id=abc")]
    [InlineData("The collection at your home, Elm Street 12, is free. ", "Elm")]
    [InlineData("Recogemos en su domicilio, calle Luna 7. ", "Luna")]
    [InlineData("Nous passons à votre adresse, 12 rue des Lilas. ", "Lilas")]
    [InlineData("I have sent the papers already. ", "sent the papers")]
    [InlineData("Which district do you live in? ", "district")]
    [InlineData("We will look into it and get back to you. ", "get back")]
    public void A_sentence_about_somebody_is_left_out(string before, string personal)
    {
        var lesson = Of((Speaker.Citizen, Asked), (Speaker.Colleague, before + Told)).ShouldNotBeNull();

        lesson.Answer.ShouldBe(Told);
        (lesson.Question + lesson.Answer).ShouldNotContain(personal, Case.Insensitive);
    }

    [Theory]
    [InlineData("\n\nBest regards,\nAna Ruiz\nTown Hall")]
    [InlineData("\nKind regards, Ana")]
    [InlineData(" Best regards, Ana Ruiz")]
    [InlineData(" Un saludo, Ana")]
    [InlineData("\nAtentamente,\nPerpetua Olmedilla")]
    [InlineData("\nCordialement,\nSégolène Vandenbroucke\n06 12 34 56 78")]
    [InlineData("\nXanthe Oddfellow")]
    [InlineData("\n- Ana")]
    public void Nobody_signs_a_proposal(string after) =>
        Of((Speaker.Citizen, Asked), (Speaker.Colleague, Told + after)).ShouldNotBeNull().Answer.ShouldBe(Told);

    [Theory]
    [InlineData("Call 910 555 010 or write to registry@villaverde.example for an appointment.")]
    [InlineData("The registry is in Plaza Mayor 1 and opens at 9:00.")]
    [InlineData("The registry opens from Monday to Friday, 9-14 and 16-19.")]
    [InlineData("La tasa es de 1.250,00 € y se paga en el registro hasta el 31/12/2026.")]
    [InlineData("Le guichet ouvre de 9h30 à 17h00 du lundi au vendredi.")]
    [InlineData("The course at Saint Martin School starts in September 2026.")]
    [InlineData("Apply at the Customer Service Desk with form 1040 and two photographs.")]
    [InlineData("El polideportivo de la calle Santa Ana abre los domingos por la mañana.")]
    [InlineData("The town hall will mark the bins on collection days.")]
    [InlineData("Pay the fee into ES91 2100 0418 4502 0005 1332 before the deadline.")]
    [InlineData("The lecture is in Rosa Parks Hall on Thursday evening.")]
    public void What_is_the_organisations_own_stays(string answer) =>
        Of((Speaker.Citizen, Asked), (Speaker.Colleague, answer)).ShouldNotBeNull().Answer.ShouldBe(answer);

    [Theory]
    [InlineData("My name is Zora Quillfeather, how do I renew my parking permit?", Asked)]
    [InlineData("Hello, I'm Zora. How do I renew my parking permit? Thanks!", Asked)]
    [InlineData("My phone is 600 111 222, how do I renew my parking permit?", Asked)]
    [InlineData("I live at 12 Elm Street. How do I renew my parking permit?", Asked)]
    [InlineData("How do I renew my parking permit? My e-mail is zora@mail.example", Asked)]
    [InlineData("How do I renew my parking permit? The plate is 1234 BCD.", Asked)]
    [InlineData("How do I renew my parking permit?\nRegards\nZora Quillfeather\n12 Elm Street", Asked)]
    [InlineData("Soy Ana Ruiz, con DNI 12345678Z, ¿cómo renuevo la tarjeta de aparcamiento?", "¿Cómo renuevo la tarjeta de aparcamiento?")]
    [InlineData("Vivo en la calle Luna 7, piso 3. ¿Cómo renuevo la tarjeta de aparcamiento?", "¿Cómo renuevo la tarjeta de aparcamiento?")]
    [InlineData("Je m'appelle Luc Vandenbroucke. Comment renouveler la carte de stationnement ?", "Comment renouveler la carte de stationnement ?")]
    [InlineData("J'habite 12 rue des Lilas, comment renouveler la carte de stationnement ?", "Comment renouveler la carte de stationnement ?")]
    public void A_question_is_told_without_who_asked_it(string asked, string question) =>
        Of((Speaker.Citizen, asked), (Speaker.Colleague, Told)).ShouldNotBeNull().Question.ShouldBe(question);

    [Theory]
    [InlineData("Can Zora Quillfeather renew her parking permit?")]
    [InlineData("does zora need another parking permit?")]
    [InlineData("How does my neighbour Bartholomew renew his parking permit?")]
    [InlineData("Where does Peregrine Oddfellow renew the parking permit?")]
    [InlineData("Is my parking permit 1234 BCD still valid?")]
    [InlineData("Is the parking permit of 600111222 still valid?")]
    [InlineData("Do I need a parking permit at 12 Elm Street?")]
    [InlineData("¿La tarjeta de aparcamiento del DNI 12345678Z sigue vigente?")]
    [InlineData("¿Mi vecina Perpetua necesita tarjeta de aparcamiento?")]
    [InlineData("La carte de stationnement de M. Vandenbroucke est-elle valable ?")]
    [InlineData("Ok, done, thanks")]
    [InlineData("Can I talk to a human?")]
    [InlineData("The permit is gone.")]
    [InlineData("Why?")]
    [InlineData("")]
    public void What_cannot_be_told_of_everybody_is_no_question(string asked) =>
        Of((Speaker.Citizen, asked), (Speaker.Colleague, Told)).ShouldBeNull();

    [Theory]
    [InlineData("Ok, done, thanks")]
    [InlineData("Yes.")]
    [InlineData("Hello Zora!")]
    [InlineData("I have renewed it for you.")]
    [InlineData("I will check and let you know.")]
    [InlineData("Lo consulto y le llamo.")]
    [InlineData("Je me renseigne, un instant.")]
    [InlineData("Zora's permit is renewed at the registry with the papers.")]
    [InlineData("Call me on 600 111 222 about the parking permit and the papers.")]
    [InlineData("Parking papers go to 600\n111\n222 and the registry keeps copies there.")]
    [InlineData("")]
    public void What_tells_nothing_to_others_is_no_answer(string answer) =>
        Of((Speaker.Citizen, Asked), (Speaker.Colleague, answer)).ShouldBeNull();

    [Fact]
    public void Without_a_colleague_nothing_is_learned() =>
        Of((Speaker.Citizen, Asked), (Speaker.Agent, Told)).ShouldBeNull();

    [Fact]
    public void The_question_is_the_one_that_was_open_when_the_colleague_came()
    {
        var lesson = Of(
            (Speaker.Citizen, "When does the swimming pool open?"), (Speaker.Agent, "At nine."),
            (Speaker.Citizen, Asked), (Speaker.Agent, "I am connecting you with a colleague."), (Speaker.Citizen, "ok"),
            (Speaker.Colleague, "Which permit is it?"), (Speaker.Citizen, "The one for residents"),
            (Speaker.Colleague, Told), (Speaker.Citizen, "And where is the library?"), (Speaker.Colleague, "The library is in the park."));

        lesson.ShouldBe(new Lesson(Asked, Told));
    }

    [Fact]
    public void Several_replies_are_one_answer() =>
        Of((Speaker.Citizen, Asked), (Speaker.Colleague, Told), (Speaker.Citizen, "thanks"), (Speaker.Colleague, "It costs 12 euros a year."))
            .ShouldNotBeNull().Answer.ShouldBe($"{Told} It costs 12 euros a year.");

    [Fact]
    public void What_the_citizen_gave_away_stays_his_where_a_colleague_repeats_it()
    {
        string[] said = ["I live at 12 Elm Street and my number is 4711.", Asked];
        var talk = said.Select(s => new SaidLine(Speaker.Citizen, s))
            .Append(new SaidLine(Speaker.Colleague, $"At 12 elm street parking is free. The code 4711 opens the gate. {Told}"));

        Lesson.Of([.. talk], new(Names, Own, said, 2026)).ShouldBe(new Lesson(Asked, Told));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void No_text_stumbles_it(string text)
    {
        _ = Of((Speaker.Citizen, $"{Asked} {text}"), (Speaker.Colleague, $"{text}\n{Told}"));
        Lesson.Of([new(Speaker.Citizen, text + "?"), new(Speaker.Colleague, text)], new([text], Own, [text], 2026)).ShouldBeNull();
    }

    private static Lesson? Of(params (Speaker By, string Text)[] talk) => Lesson.Of(
        [.. talk.Select(line => new SaidLine(line.By, line.Text))],
        new(Names, Own, [.. talk.Where(line => line.By == Speaker.Citizen).Select(line => line.Text)], 2026));
}
