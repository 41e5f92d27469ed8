using CleanFte.Infrastructure.Models;
using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>A provider that is disturbed: the citizen gets an apology and a person, and nothing of the disturbance.</summary>
public abstract class ModelFaultTests(ModelHost host)
{
    private const string English = "Sorry, we can't answer you right now.";

    [Fact]
    public async Task An_answer_reaches_the_citizen()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);

        (await citizen.Asks("When does the library open?")).ShouldContain("The library is open from Monday to Friday.");

        (await host.Run(citizen)).Tools().ShouldAllBe(tool => tool.StartsWith("model ") && !tool.EndsWith('!'));
        await host.ShouldHaveAnswered(citizen);
    }

    [Fact]
    public Task Errors_of_the_server() => Apologises(
        "http_500", "When does the library open?", English, [.. Enumerable.Repeat(ModelTurn.Fails(500, retryAfter: 0), 3)]);

    [Fact]
    public Task A_body_that_is_no_json() => Apologises(
        "malformed", "¿Cuándo abre la biblioteca?", "Lo sentimos, ahora mismo no podemos responderte.",
        [.. Enumerable.Repeat(new ModelTurn(Raw: """{"choices": [{"mess"""), 3)]);

    [Fact]
    public Task Being_told_to_come_back_in_a_minute() => Apologises(
        "http_429", "Quand la bibliothèque ouvre-t-elle ?", "Désolés, nous ne pouvons pas vous répondre",
        ModelTurn.Fails(429, retryAfter: 60));

    [Fact]
    public Task No_answer_in_time() => Apologises(
        "timeout", "When does the library open?", English, ModelTurn.Disturbed(Fault.Hang(false)));

    private async Task Apologises(string code, string question, string apology, params ModelTurn[] turns)
    {
        host.Plan(turns);
        var citizen = new Citizen(host);

        var number = await citizen.Reports(question);

        citizen.Replies.ShouldHaveSingleItem().Body.ShouldStartWith(apology);
        host.Model.Requests.Count.ShouldBe(turns.Length);
        (await host.Failures(citizen)).ShouldBe([code]);
        var run = await host.Run(citizen);
        run.Outcome("decision").ShouldBe("escalate");
        run.Outcome("reason").ShouldBe("agent_unavailable");
        (await host.Lines($"select status, escalation_reason from tickets where tracking_number = '{number}'"))
            .ShouldBe(["escalated|agent_unavailable"]);
        (await host.Events(citizen)).ShouldContain("handed_over");
        await host.ShouldHaveAnswered(citizen);
    }
}

/// <summary>Has a circuit of its own, and fails less often than opens it.</summary>
public sealed class OpenAiFaultHost : ModelHost;

public sealed class AzureHost : ModelHost
{
    protected override string Provider => ModelOptions.AzureOpenAi;
}

public sealed class ClaudeHost : ModelHost
{
    protected override string Provider => ModelOptions.Claude;
}

public sealed class OpenAiFaultTests(OpenAiFaultHost host) : ModelFaultTests(host), IClassFixture<OpenAiFaultHost>;

public sealed class AzureFaultTests(AzureHost host) : ModelFaultTests(host), IClassFixture<AzureHost>;

public sealed class ClaudeFaultTests(ClaudeHost host) : ModelFaultTests(host), IClassFixture<ClaudeHost>;
