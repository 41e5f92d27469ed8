using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>Well-formed answers that are not sent as they are.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class UnsayableAnswerTests(OpenAiHost host)
{
    private const string Question = "When does the library open on weekdays?";

    [Fact]
    public async Task Fifty_thousand_words_are_not_sent()
    {
        host.Plan(Said.First("library"), Said.Then(string.Join(' ', Enumerable.Repeat("library", 50_000))));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldStartWith("Thanks. A colleague will look after your message.");

        var run = await host.Run(citizen);
        run.Outcome("reason").ShouldBe("policy_violation");
        run.Outcome("evidence").ShouldStartWith("too_long");
        citizen.Replies.Count.ShouldBe(1);
        await host.ShouldHaveAnswered(citizen);
    }

    [Theory]
    [InlineData("🙂🙂🙂")]
    [InlineData("&&& ___ 123")]
    [InlineData("The library \u202E opens")]
    public async Task What_nobody_can_read_is_not_sent(string text)
    {
        host.Plan(Said.First("library"), Said.Then(text));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldStartWith("Thanks. A colleague will look after your message.");

        (await host.Run(citizen)).Outcome("reason").ShouldBe("policy_violation");
        await host.ShouldHaveAnswered(citizen);
    }

    [Theory]
    [InlineData("Can you tell me something about zeppelins and quarks?", "I am Laura, a real woman.", "Could you")]
    [InlineData("¿Qué me puede contar de los zepelines?", "Me llamo Paco y soy de carne y hueso.", "no sabemos si")]
    public async Task What_rests_on_nothing_is_said_by_the_book(string question, string invented, string said)
    {
        host.Plan(Said.First(language: "", query: "zeppelins quarks"), Said.Then(invented));
        var citizen = new Citizen(host);

        var reply = await citizen.Asks(question);

        reply.ShouldNotContain(invented);
        reply.ShouldContain(said);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task An_answer_in_another_language_than_the_question_is_said_by_the_book()
    {
        host.Plan(
            Said.First("library", "es", "horario de la biblioteca"),
            Said.Then("The library is open on weekdays and you can find the hours there."));
        var citizen = new Citizen(host);

        var reply = await citizen.Asks("¿Cuándo abre la biblioteca entre semana?");

        reply.ShouldNotContain("The library is open");
        reply.ShouldContain("biblioteca");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task Whose_history_it_is_comes_from_the_conversation_and_from_no_argument()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var neighbour = new Citizen(host);
        var other = await neighbour.Reports("The street light at 9 Harbour Lane is out");
        const string Others = "\"customer_id\": \"{0}\", \"tenant\": \"north\", \"ticket_id\": \"{1}\", \"conversation_id\": \"1\"";
        var foreign = Others.Replace("{0}", neighbour.Phone, StringComparison.Ordinal).Replace("{1}", other, StringComparison.Ordinal);
        host.Plan(
            ModelTurn.Uses(
                ("create_ticket", Said.Ticket("library").Item2.TrimEnd('}', ' ', '\n') + $", {foreign}}}"),
                ("get_customer_history", $"{{{foreign}}}"),
                ("search_knowledge_base", $"{{\"query\": \"library\", {foreign}}}")),
            ModelTurn.Uses(("send_response", $"{{\"text\": \"The library is open from Monday to Friday.\", \"expects_reply\": false, \"to\": \"{neighbour.Phone}\", {foreign}}}")));
        var citizen = new Citizen(host);
        var before = neighbour.Replies.Count;

        var number = await citizen.Reports(Question);

        number.ShouldNotBe(other);
        neighbour.Replies.Count.ShouldBe(before);
        var asked = host.Model.Requests.Last().ToJsonString();
        asked.ShouldNotContain("Harbour Lane");
        (await host.Run(citizen)).Tools().ShouldBe(
        [
            "model create_ticket", "model get_customer_history", "model search_knowledge_base", "model send_response",
        ]);
        (await host.Lines($"select count(*) from mt_events e join tickets t on t.id = e.stream_id where t.tracking_number = '{other}'"))
            .ShouldBe(["1"], "nothing happened to it");
        await host.ShouldHaveAnswered(citizen);
    }
}
