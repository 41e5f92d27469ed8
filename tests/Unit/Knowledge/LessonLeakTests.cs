using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

/// <summary>Names and numbers in the places where people write them; a line may be lost, but never what is secret be told.</summary>
public sealed class LessonLeakTests
{
    private const string Told = "Membership cards are issued at the counter with a photograph.";

    [Theory]
    [InlineData("Bring the form to the desk; Gwendolyn will stamp it there on weekdays.", "Gwendolyn")]
    [InlineData("You can leave it with Patricia Llorente at the desk of the library annex.", "Patricia")]
    [InlineData("As I told your husband Marcus, waste is collected on Mondays in the harbour area.", "Marcus")]
    [InlineData("The permit for ANA RUIZ is at the desk of the library annex.", "RUIZ")]
    [InlineData("The permit for ana ruiz is at the desk of the library annex.", "ruiz")]
    [InlineData("The permit for A. Ruiz is at the desk of the library annex.", "Ruiz")]
    [InlineData("Ms Ruiz's permit is at the desk of the library annex.", "Ruiz")]
    [InlineData("Querida Zora: el permiso se recoge en la biblioteca municipal del puerto.", "Zora")]
    [InlineData("Buenos días Zora, el permiso se recoge en la biblioteca municipal del puerto.", "Zora")]
    [InlineData("Hola, buenas tardes D.ª Perpetua, el permiso se recoge en la biblioteca municipal.", "Perpetua")]
    [InlineData("Le permis de Mme Delacroix-Petit se retire à la bibliothèque municipale du port.", "Delacroix")]
    [InlineData("Bonjour M. Delacroix, le permis se retire à la bibliothèque municipale du port.", "Delacroix")]
    [InlineData("Send the papers to ana.ruiz+permits@gmail.com and the library keeps a copy.", "gmail")]
    [InlineData("Send the papers to ana.ruiz @ gmail . com and the library keeps a copy.", "ana.ruiz")]
    [InlineData("Send the papers to ana[at]gmail[dot]com and the library keeps a copy.", "ana[at]")]
    [InlineData("Ring +34-600-12-34-56 when the papers are in the library annex.", "12-34-56")]
    [InlineData("Ring 0034 600123456 when the papers are in the library annex.", "600123456")]
    [InlineData("Ring 600 12 34 56 when the papers are in the library annex.", "600 12")]
    [InlineData("Ring (0)20 7946 0018 when the papers are in the library annex.", "7946")]
    [InlineData("Appelez le zéro six douze trente-quatre pour retirer le permis au port.", "douze")]
    [InlineData("Seis cero cero uno uno uno dos dos dos es el número del puerto.", "cero cero")]
    [InlineData("Your DNI 12.345.678-Z must be on the form in the library annex.", "345")]
    [InlineData("The NIE X-1234567-L must be on the form in the library annex.", "1234567")]
    [InlineData("Le numéro de sécurité sociale 1 85 05 78 006 084 36 figure sur le formulaire.", "006 084")]
    [InlineData("Use reference AB/2026/00391 on the form in the library annex.", "00391")]
    [InlineData("Your application no. 39114 is at the library annex of the harbour.", "39114")]
    [InlineData("La solicitud 39114 está en la biblioteca municipal del puerto.", "39114")]
    [InlineData("Your car 4821-KLM may park in the harbour area on weekdays.", "KLM")]
    [InlineData("La voiture GH 456 JK peut stationner au port en semaine.", "456 JK")]
    [InlineData("Born on the 7th of June 1980, you pay half at the harbour library.", "1980")]
    [InlineData("Usted nació el 7 de junio de 1980 y paga la mitad en la biblioteca.", "1980")]
    [InlineData("Né en 1980, vous payez la moitié à la bibliothèque du port.", "1980")]
    [InlineData("We deliver to your flat, 3B, Elm Street 44, on weekdays from the harbour.", "44")]
    [InlineData("Se entrega en tu casa de la calle Olmo 44, 2º izquierda, desde el puerto.", "Olmo")]
    [InlineData("On livre chez vous, 44 avenue Foch, depuis le port en semaine.", "Foch")]
    [InlineData("The bank account ES12 3456 7890 1234 5678 9012 gets the refund of the library.", "7890")]
    [InlineData("The card ending in 4242 gets the refund of the harbour library.", "4242")]
    [InlineData("Follow https://forms.example/u/48151623 to book the harbour library.", "4815")]
    [InlineData("Follow @zoraquill on the harbour library's page for the opening days.", "zoraquill")]
    [InlineData("The harbour library opens on weekdays. Sincerely yours, Perpetua Olmedilla, Registry", "Perpetua")]
    [InlineData("The harbour library opens on weekdays. Best, Perpetua", "Perpetua")]
    [InlineData("The harbour library opens on weekdays. Yours, Perpetua O.", "Perpetua")]
    [InlineData("The harbour library opens on weekdays. Saludos cordiales. Perpetua Olmedilla", "Perpetua")]
    [InlineData("The harbour library opens on weekdays. Bien à vous, Ségolène", "Ségolène")]
    [InlineData("The harbour library opens on weekdays. Thanks, Bartholomew", "Bartholomew")]
    [InlineData("Perpetua here: the harbour library opens on weekdays.", "Perpetua")]
    [InlineData("This is Perpetua from the registry, the harbour library opens on weekdays.", "Perpetua")]
    [InlineData("Le habla Perpetua, la biblioteca municipal abre entre semana.", "Perpetua")]
    [InlineData("C'est Ségolène de la mairie, la bibliothèque ouvre en semaine au port.", "Ségolène")]
    [InlineData("Z\u200Bora, the harbour library opens on weekdays for residents.", "ora,")]
    public void An_answer_gives_nobody_away(string answer, string secret)
    {
        var lesson = Of("How do I use the harbour library?", $"{answer} {Told}").ShouldNotBeNull();

        lesson.Answer.ShouldNotContain(secret, Case.Insensitive);
        lesson.Answer.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("hi zora here, how do I use the harbour library?", "zora")]
    [InlineData("How does my daughter Clementine use the harbour library?", "Clementine")]
    [InlineData("Hola soy perpetua olmedilla ¿cómo uso la biblioteca del puerto?", "perpetua")]
    [InlineData("I'm at 44 elm street, flat 3, how do I use the harbour library?", "44")]
    [InlineData("How do I use the harbour library? Call me: 600.12.34.56", "600")]
    [InlineData("How do I use the harbour library with card 4815 1623 4212?", "4815")]
    [InlineData("Mi padre, Anselmo Olmedilla, ¿cómo usa la biblioteca del puerto?", "Anselmo")]
    [InlineData("Comment mon fils Théodule peut-il utiliser la bibliothèque du port ?", "Théodule")]
    [InlineData("Je suis né le 7/6/1980, comment utiliser la bibliothèque du port ?", "1980")]
    [InlineData("How do I use the harbour library, born 1980, living in SW1A 2AA?", "SW1A")]
    [InlineData("How do I use the harbour library? - Bartholomew", "Bartholomew")]
    [InlineData("My lawyer Thaddeus Crane asks how do I use the harbour library?", "Thaddeus")]
    [InlineData("¿Cómo uso la biblioteca del puerto si vivo en Olmo 44 2ºB?", "44")]
    [InlineData("Is Gwendolyn Featherstone still a member of the harbour library?", "Gwendolyn")]
    [InlineData("is gwendolyn featherstone still a member of the harbour library?", "gwendolyn")]
    public void A_question_gives_nobody_away(string question, string secret) =>
        (Of(question, Told)?.Question ?? "").ShouldNotContain(secret, Case.Insensitive);

    private static Lesson? Of(string question, string answer) => Lesson.Of(
        [new(Speaker.Citizen, question), new(Speaker.Colleague, answer)],
        new(["Zora Quillfeather", "Ana Ruiz"], ["Villaverde Town Hall"], [question], 2026));
}
