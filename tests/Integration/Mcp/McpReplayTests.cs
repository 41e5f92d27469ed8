using CleanFte.Unit.TenantFolders;
using CleanFte.WebApi.Verbs;

namespace CleanFte.Integration.Mcp;

/// <summary>What an agent of somebody else has decided cannot be decided again here.</summary>
[Collection(nameof(McpHost))]
public sealed class McpReplayTests(McpHost host) : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_guests_runs_are_not_replayable_and_not_unexplained()
    {
        foreach (var run in await GuestRuns())
        {
            var exit = await ReplayVerb.Run(
                host.Host.App.Services, VerbArguments.Read(["--run", run], 0, ReplayVerb.Options)!, false, _output,
                TextWriter.Null, CancellationToken.None);

            exit.ShouldBe(0, _output.ToString());
            _output.ToString().ShouldContain($"{run}: not_replayable(guest): An agent of somebody else decided it");
        }

        _output.ToString().ShouldNotContain("differs");
        _output.ToString().ShouldEndWith(
            "1 runs: 0 equal, 0 differ (0 unexplained), 1 not replayable\n  not replayable guest: 1\n");
    }

    [Fact]
    public async Task A_guests_runs_are_not_decided_by_something_else()
    {
        using var folder = new TemporaryFolder().Put("en.txt", "[legal]\nglimmer is flumoxed\n");
        foreach (var run in await GuestRuns())
        {
            var exit = await WhatIfVerb.Run(
                host.Host.App.Services,
                VerbArguments.Read(
                    ["--run", run, "--guardrails", Path.Combine(folder.Path, "en.txt")], 0, WhatIfVerb.Options)!,
                false, _output, TextWriter.Null, CancellationToken.None);

            exit.ShouldBe(0, _output.ToString());
        }

        var told = _output.ToString().Split('\n');
        told.Count(line => line.Contains("1: not_replayable: An agent of somebody else decided it", StringComparison.Ordinal))
            .ShouldBe(2, _output.ToString());
    }

    /// <summary>The ids of an answer's run and of a hand-over's.</summary>
    private async Task<string[]> GuestRuns()
    {
        var (_, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        (await client.Call("get_customer_history")).Done();
        (await client.Call("send_response", ("text", "Thank you for asking."), ("expects_reply", false))).Done();
        (await client.Call("escalate_to_human", ("reason", "human_request"), ("summary", "Wants the librarian."))).Done();
        string[] runs =
        [
            .. (await host.EventData(conversation, "reply_decided")).Skip(1).Select(r => r.GetProperty("run").GetString()!),
        ];
        runs.Length.ShouldBe(2);
        return runs;
    }
}
