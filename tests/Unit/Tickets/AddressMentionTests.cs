using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Tickets;

public sealed class AddressMentionTests
{
    [Theory]
    [InlineData("la basura de la calle Mayor 12 no se recoge", "calle Mayor 12")]
    [InlineData("Hay un bache enorme en la calle 5", "calle 5")]
    [InlineData("un socavón en C/ de la Luna, nº 3, delante del bar", "C/ de la Luna, nº 3")]
    [InlineData("farola rota en avda. Constitución 14b", "avda. Constitución 14b")]
    [InlineData("en la plaza de España hay cristales", "plaza de España")]
    [InlineData("calle luna 7, portal 2", "calle luna 7")]
    [InlineData("Carrera 7 con calle 45", "Carrera 7")]
    [InlineData("un arbre est tombé sur ma voiture rue des lilas", "rue des lilas")]
    [InlineData("lampadaire éteint au 12 rue Victor Hugo depuis lundi", "12 rue Victor Hugo")]
    [InlineData("12 bis, rue de la gare svp", "12 bis, rue de la gare")]
    [InlineData("trou place du Marché", "place du Marché")]
    [InlineData("boulevard de l'Europe, il y a une fuite", "boulevard de l'Europe")]
    [InlineData("There is a pothole in Elm Street", "Elm Street")]
    [InlineData("pothole outside 12 main street", "12 main street")]
    [InlineData("the light on High street is out", "High street")]
    [InlineData("bin not collected, 7 Saint Mary's Road", "7 Saint Mary's Road")]
    [InlineData("Calle del Olmo 8 is dark at night", "Calle del Olmo 8")]
    public void A_street_with_a_name_is_found(string text, string address) =>
        AddressMention.Find(text).ShouldBe(address);

    [Theory]
    [InlineData("My street light is out")]
    [InlineData("Broken street light near me")]
    [InlineData("there is a hole in the road")]
    [InlineData("our street has been dark for 3 weeks")]
    [InlineData("Busy road, someone will get hurt")]
    [InlineData("La calle está llena de basura desde el lunes")]
    [InlineData("en mi calle hay un perro suelto")]
    [InlineData("la farola de la calle 3 días apagada")]
    [InlineData("Calle cortada sin avisar")]
    [InlineData("una plaza de garaje ocupada")]
    [InlineData("la rue est sale")]
    [InlineData("une place de parking handicapé occupée")]
    [InlineData("je suis en route depuis ce matin")]
    [InlineData("No way, this is not acceptable")]
    [InlineData("I live near St Mary church")]
    [InlineData("I called 3 times")]
    [InlineData("cars must avoid 3 holes here")]
    [InlineData("")]
    public void What_is_said_of_some_street_is_no_address(string text) => AddressMention.Find(text).ShouldBeNull();

    [Theory]
    [InlineData("Mayor 12", "Mayor 12")]
    [InlineData("it is outside number 7", "it is outside number 7")]
    [InlineData("calle Mayor 12, gracias", "calle Mayor 12")]
    [InlineData("it is dark", null)]
    [InlineData("is it 7 days?", null)]
    [InlineData("12", null)]
    [InlineData("I called 3 times", null)]
    [InlineData("dark since 8", null)]
    [InlineData("llevo esperando desde las 9", null)]
    [InlineData("ils sont 3", null)]
    [InlineData("il y a 3 trous", null)]
    [InlineData("frente al bar, portal 7", "frente al bar, portal 7")]
    public void An_answer_to_where_it_is_needs_no_street(string text, string? address) =>
        AddressMention.FindInAnswer(text).ShouldBe(address);

    [Theory]
    [InlineData('a')]
    [InlineData('A')]
    [InlineData('1')]
    [InlineData(' ')]
    [InlineData('\uD800')]
    public void A_long_text_costs_little(char c) =>
        AddressMention.Find($"calle {new string(c, 60_000)}").ShouldSatisfyAllConditions(a => (a?.Length ?? 0).ShouldBeLessThan(2_001));
}
