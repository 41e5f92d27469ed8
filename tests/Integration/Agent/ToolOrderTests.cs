using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>Which tools a model may use when is decided by the code, whatever the model does.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class ToolOrderTests(OpenAiHost host)
{
    private const string Question = "When does the library open on weekdays?";

    private const string Answer = "The library is open from Monday to Friday.";

    [Fact]
    public async Task A_model_that_does_as_it_is_told_is_recorded_call_by_call()
    {
        host.Plan(Said.First("library"), Said.Then(Answer));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldContain(Answer);

        var run = await host.Run(citizen);
        run.Tools().ShouldBe(
        [
            "model create_ticket", "model get_customer_history", "model search_knowledge_base", "model send_response",
        ]);
        run.Outcome("decision").ShouldBe("answer");
        run.GetProperty("tools").EnumerateArray().ShouldAllBe(t => t.GetProperty("milliseconds").GetInt64() >= 0);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task Tools_that_are_called_side_by_side_are_run_in_their_order()
    {
        host.Plan(
            ModelTurn.Uses(Said.Search(), Said.History, Said.Ticket("library")), ModelTurn.Uses(Said.Send(Answer), Said.Search("opening")));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldContain(Answer);

        (await host.Run(citizen)).Tools().ShouldBe(
        [
            "model create_ticket", "model get_customer_history", "model search_knowledge_base",
            "model search_knowledge_base", "model send_response",
        ]);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task Who_answers_first_is_told_what_is_missing()
    {
        host.Plan(Said.Then("Too early."), Said.Then(Answer));
        var citizen = new Citizen(host);

        var reply = await citizen.Asks(Question);

        reply.ShouldContain(Answer);
        reply.ShouldNotContain("Too early");
        var run = await host.Run(citizen);
        run.Tools().ShouldBe(
        [
            "model send_response!", "code create_ticket", "code get_customer_history", "code search_knowledge_base",
            "model send_response",
        ]);
        run.GetProperty("tools")[0].GetProperty("result").GetString()!.ShouldContain("create_ticket");
        host.Model.Requests.Last().ToJsonString().ShouldContain("create_ticket, get_customer_history and search_knowledge_base");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task Who_hands_over_first_is_told_what_is_missing_and_may_then()
    {
        host.Plan(ModelTurn.Uses(Said.Ticket(), Said.Escalate), ModelTurn.Uses(Said.Escalate, Said.Escalate, Said.Send("Bye.")));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldStartWith("Thanks. A colleague will look after your message.");

        var run = await host.Run(citizen);
        run.Tools().ShouldBe(
        [
            "model create_ticket", "model escalate_to_human!", "code get_customer_history", "code search_knowledge_base",
            "model escalate_to_human", "model escalate_to_human!", "model send_response!", "code escalate_to_human",
        ]);
        run.Outcome("reason").ShouldBe("no_kb_match");
        (await host.Events(citizen)).Count(type => type == "handed_over").ShouldBe(1);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task A_second_ticket_is_refused()
    {
        host.Plan(
            ModelTurn.Uses(Said.Ticket("library"), Said.Ticket("sports")), ModelTurn.Uses(Said.Ticket("sports")), Said.Then(Answer));
        var citizen = new Citizen(host);

        var number = await citizen.Reports(Question);

        (await host.Run(citizen)).Tools().Count(t => t == "model create_ticket!").ShouldBe(2);
        (await host.Lines($"select service_code from tickets where tracking_number = '{number}'")).ShouldBe(["library"]);
        await host.ShouldHaveAnswered(citizen);
    }
}
