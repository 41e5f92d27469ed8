using System.Text.Json;
using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>A model that answers, and whose answers are of no use or of no good.</summary>
[Collection(nameof(OpenAiHost))]
public sealed class UselessAnswerTests(OpenAiHost host)
{
    private const string Question = "When does the library open on weekdays?";

    private const string Answer = "The library is open from Monday to Friday.";

    private const string Apology = "Sorry, we can't answer you right now. Your message is safe";

    public static TheoryData<string, string> Endings => new()
    {
        { "empty", """{"Text": ""}""" },
        { "empty", """{"Text": "  \n "}""" },
        { "empty", "{}" },
        { "refused", """{"Refusal": "I can't help with that."}""" },
        { "refused", """{"Text": "The libr", "Finish": "content_filter"}""" },
        { "length", """{"Text": "The library opens", "Finish": "length"}""" },
        { "http_400", """{"Status": 400}""" },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task What_is_no_answer_goes_to_a_person_with_an_apology(string code, string turn)
    {
        host.Plan(Said.First("library"), JsonSerializer.Deserialize<ModelTurn>(turn)!);
        var citizen = new Citizen(host);

        var number = await citizen.Reports(Question);

        citizen.Replies.ShouldHaveSingleItem().Body.ShouldStartWith(Apology);
        (await host.Failures(citizen)).ShouldBe([code]);
        (await host.Run(citizen)).Outcome("reason").ShouldBe("agent_unavailable");
        (await host.Lines($"select status, escalation_reason from tickets where tracking_number = '{number}'"))
            .ShouldBe(["escalated|agent_unavailable"]);
        (await host.Events(citizen)).ShouldContain("handed_over");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task A_model_that_never_comes_to_an_end_is_left_after_six_answers()
    {
        host.Plan([.. Enumerable.Range(0, 50).Select(i => ModelTurn.Uses(Said.Search($"library {i}")))]);
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldStartWith(Apology);

        host.Model.Requests.Count.ShouldBe(6);
        (await host.Failures(citizen)).ShouldBe(["rounds"]);
        var run = await host.Run(citizen);
        run.GetProperty("answers").GetArrayLength().ShouldBe(6);
        run.Tools().Count(t => t == "model search_knowledge_base").ShouldBe(6);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task A_model_that_reads_and_writes_too_much_is_left()
    {
        host.Plan(Said.First("library") with { Tokens = 61_000 });
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldStartWith(Apology);

        (await host.Failures(citizen)).ShouldBe(["tokens"]);
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task A_hundred_calls_in_one_answer_are_all_told_to_be_too_many()
    {
        var calls = Enumerable.Range(0, 100).Select(i => Said.Search($"library {i % 3}")).ToArray();
        host.Plan(ModelTurn.Uses(calls), ModelTurn.Uses(calls), Said.Then(Answer));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldContain(Answer);

        var run = await host.Run(citizen);
        run.Tools().Count(t => t == "model search_knowledge_base").ShouldBe(16);
        run.Tools().Length.ShouldBeLessThan(30, "the record stays readable");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task An_unknown_tool_and_arguments_that_are_none_are_errors_the_model_reads()
    {
        host.Plan(
            ModelTurn.Uses(("create_ticket", """{"service_code": """), ("delete_customer", """{"id": "1"}""")),
            ModelTurn.Uses(("run_sql", "[1]"), ("send_response", "nothing"), ("send_response", """{"message": "Hello"}""")),
            ModelTurn.Uses(("escalate_to_human", """{"reason": "because", "summary": 7}"""), ("drop table!", "{}")),
            Said.Then(Answer));
        var citizen = new Citizen(host);

        (await citizen.Asks(Question)).ShouldContain(Answer);

        var run = await host.Run(citizen);
        run.Tools().ShouldBe(
        [
            "model create_ticket!", "model delete_customer!", "code create_ticket", "code get_customer_history",
            "code search_knowledge_base", "model send_response!", "model send_response!", "model run_sql!",
            "model escalate_to_human!", "model drop table!!", "model send_response",
        ]);
        run.GetProperty("answers")[0].GetProperty("raw").GetString()!
            .ShouldContain("service_code", Case.Sensitive, "what could not be read is in the record too");
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public async Task A_model_that_only_writes_is_taken_at_its_word()
    {
        host.Plan(ModelTurn.Says("I would say nine."), ModelTurn.Says(Answer));
        var citizen = new Citizen(host);

        var reply = await citizen.Asks(Question);

        reply.ShouldContain(Answer);
        reply.ShouldNotContain("nine");
        (await host.Run(citizen)).Outcome("decision").ShouldBe("answer");
        await host.ShouldHaveAnswered(citizen);
    }
}
