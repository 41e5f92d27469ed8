using System.Text.Json;
using CleanFte.Application.Agent.Replay;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Unit.Replay;

/// <summary>What of a run is compared with its replay.</summary>
public sealed class RunFactsTests
{
    private static readonly RunOutcome Outcome = new(
        RunDecision.Answer, null, null, Priority.Normal, "en", 0.1, ["Open until five."], null, null);

    [Fact]
    public void How_long_a_tool_took_is_not_compared() => Facts(12).ShouldBe(Facts(null));

    [Fact]
    public void A_run_of_before_it_was_measured_stays_readable() => JsonSerializer
        .Deserialize<RunTool>(
            """{"name":"search_knowledge_base","by":"model","arguments":"{}","result":"[]","failed":true}""", EventJson.Default.Options)!
        .Milliseconds.ShouldBeNull();

    private static IReadOnlyDictionary<string, string> Facts(long? milliseconds) => RunFacts.Of(
        Outcome, [new RunTool("search_knowledge_base", ToolCaller.Code, """{"query":"library"}""", "[]", false, milliseconds)], []);
}
