using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class AskedFactsTests
{
    [Theory]
    [InlineData("how much is a residents parking permit", AskedFact.Price)]
    [InlineData("¿Cuánto se paga por el salón?", AskedFact.Price)]
    [InlineData("c'est combien la carte", AskedFact.Price)]
    [InlineData("How much time do I have?", AskedFact.Duration)]
    [InlineData("¿Cuánto tarda el permiso?", AskedFact.Duration)]
    [InlineData("Combien de temps faut-il ?", AskedFact.Duration)]
    [InlineData("what time does it open", AskedFact.Time)]
    [InlineData("¿A qué hora cierra?", AskedFact.Time)]
    [InlineData("la bibliothèque ferme à quelle heure", AskedFact.Time)]
    [InlineData("where is the lost property office", AskedFact.Place)]
    [InlineData("¿Dónde está la oficina?", AskedFact.Place)]
    [InlineData("où se trouve la mairie", AskedFact.Place)]
    [InlineData("who do I ring about this?", AskedFact.Contact)]
    [InlineData("¿Qué teléfono tiene el despacho?", AskedFact.Contact)]
    [InlineData("qui contacter pour une fuite", AskedFact.Contact)]
    [InlineData("Combien de parrains faut-il ?", null)]
    [InlineData("What do I bring to a baptism?", null)]
    [InlineData("", null)]
    public void A_question_asks_for_a_kind_of_fact(string question, AskedFact? fact) =>
        AskedFacts.Of(question).ShouldBe(fact);

    [Theory]
    [InlineData(AskedFact.Price, "The permit is 24 euros a year.", true)]
    [InlineData(AskedFact.Price, "La carte est gratuite.", true)]
    [InlineData(AskedFact.Price, "Dogs may run free in the park, 80 of them.", false)]
    [InlineData(AskedFact.Time, "Opens on Mondays.", true)]
    [InlineData(AskedFact.Time, "Abre a las 9:30.", true)]
    [InlineData(AskedFact.Time, "Bring 2 photos.", false)]
    [InlineData(AskedFact.Place, "Ask at Calle de la Fuente 3.", true)]
    [InlineData(AskedFact.Place, "Ask at the desk.", false)]
    [InlineData(AskedFact.Duration, "It takes ten working days.", true)]
    [InlineData(AskedFact.Duration, "Nous les gardons un mois.", true)]
    [InlineData(AskedFact.Duration, "Every day we do more.", false)]
    [InlineData(AskedFact.Contact, "Ring +34 910 000 192.", true)]
    [InlineData(AskedFact.Contact, "Escriba a ayuda@villaverde.example.", true)]
    [InlineData(AskedFact.Contact, "Come on Monday at 9:30.", false)]
    public void A_passage_tells_a_kind_of_fact_or_not(AskedFact fact, string passage, bool told) =>
        AskedFacts.IsToldIn(passage, fact).ShouldBe(told);
}
