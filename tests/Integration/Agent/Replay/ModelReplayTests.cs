using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent.Replay;

/// <summary>What a model has said is fed to the run again, and nobody is asked.</summary>
public sealed class ModelReplayTests(ReplayHost host) : IClassFixture<ReplayHost>
{
    private const string Question = "When does the library open on weekdays?";

    private const string Answer = "The library is open from Monday to Friday.";

    [Fact]
    public async Task Whatever_a_model_did_comes_out_as_recorded_and_the_model_is_not_asked()
    {
        ModelTurn[][] plays =
        [
            [Said.First("library"), Said.Then(Answer)],
            [
                ModelTurn.Uses(Said.Search(), Said.History, Said.Ticket("library")),
                ModelTurn.Uses(Said.Send(Answer), Said.Search("opening")),
            ],
            [Said.First("library"), Said.Then("🙂🙂🙂")],
            [Said.First("library"), Said.Then("The library \u202E opens")],
            [Said.First("library"), Said.Then(string.Join(' ', Enumerable.Repeat("library", 5_000)))],
            [Said.First("library"), Said.Then("La biblioteca abre de lunes a viernes.")],
            [Said.Then("Too early."), Said.Then(Answer)],
            [ModelTurn.Uses(Said.Ticket(), Said.Escalate), ModelTurn.Uses(Said.Escalate, Said.Escalate, Said.Send("Bye."))],
            [Said.First("library"), ModelTurn.Says("")],
            [Said.First("library"), new ModelTurn(Refusal: "I can't help with that.")],
            [Said.First("library"), new ModelTurn("The libr", Finish: "content_filter")],
            [Said.First("library"), new ModelTurn("The library opens", Finish: "length")],
            [Said.First("library"), ModelTurn.Fails(400)],
            [.. Enumerable.Range(0, 6).Select(i => ModelTurn.Uses(Said.Search($"library {i}")))],
            [Said.First("library") with { Tokens = 61_000 }],
            [Said.First("library"), Said.Then("We give every reader a gold coin and a pony on Sundays.")],
            [
                ModelTurn.Uses(("create_ticket", """{"service_code": """), ("delete_customer", """{"id": "1"}""")),
                ModelTurn.Uses(("run_sql", "[1]"), ("send_response", "nothing"), ("send_response", """{"message": "Hello"}""")),
                Said.Then(Answer),
            ],
            [ModelTurn.Uses(Said.Ticket("general", sentiment: "0.2"), Said.History, Said.Search()), Said.Then(Answer)],
        ];
        foreach (var play in plays)
        {
            host.Plan(play);
            var citizen = new Citizen(host);
            await citizen.Asks(Question);
            await citizen.AllIsDone();
        }

        var faithful = new Citizen(host);
        host.Plan(
            Said.First("library"), Said.Then(Answer), Said.First("pothole", query: "pothole"), Said.Then("Where is it?", true));
        await faithful.Asks(Question);
        await faithful.Asks("There is also a pothole somewhere");
        await faithful.AllIsDone();
        host.Plan();

        var (exit, output, _) = await host.Replay("--since", "1d", "--tenant", "default");

        output.ShouldBe($"{plays.Length + 2} runs: {plays.Length + 2} equal, 0 differ (0 unexplained), 0 not replayable\n");
        exit.ShouldBe(0);
        (await host.Lines("select distinct data ->> 'code' from mt_events where type = 'agent_failed'")).ShouldBe(
            ["empty", "refused", "length", "http_400", "rounds", "tokens", "unfounded"], ignoreOrder: true);
        (await host.Lines("select distinct data -> 'outcome' ->> 'reason' from mt_events where type = 'agent_ran'"))
            .ShouldContain("policy_violation");
        host.Model.Requests.ShouldBeEmpty();
    }
}
