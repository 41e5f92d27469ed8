using System.Text.Json;
using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Guardrails;
using CleanFte.Integration.Api;
using CleanFte.StandIns;
using CleanFte.Unit.TenantFolders;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Agent.Replay;

/// <summary>What comes out otherwise is told with its cause, and what cannot be replayed with what to do.</summary>
public sealed class DifferenceTests(ReplayHost host) : IClassFixture<ReplayHost>, IAsyncLifetime
{
    private const string Report = "There is a huge pothole in Main Street";

    /// <summary>Nobody knows what it means, until it is among the phrases.</summary>
    private const string Riddle = "My glimmer is flumoxed";

    private const string Phrases = "[legal]\nglimmer is flumoxed\n";

    public async Task InitializeAsync() => await host.Import("townhall", "north");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Another_phrase_of_the_guardrails_is_named_as_policy()
    {
        var run = await Writes(Riddle);
        var phrases = GuardrailPhrases.With("en", Phrases);
        var replays = new Replays(
            host.Services.GetRequiredService<IRunHistory>(), host.Services.GetRequiredService<ITenants>(),
            host.Services.GetRequiredService<IKeptTexts>(), host.Services.GetRequiredService<IModels>(), phrases,
            host.Services.GetRequiredService<Rerun>());

        var replayed = await replays.Replay(
            new RunSelection("north", Guid.Parse(run), DateTimeOffset.UtcNow, 1), CancellationToken.None).SingleAsync();

        replayed.Causes.ShouldHaveSingleItem().ShouldBe(
            new ReplayCause("policy", GuardrailPhrases.Own.Version, phrases.Version));
        replayed.Differences.Select(d => d.Field).ShouldBe(["decision", "reason", "evidence", "tools", "replies"], ignoreOrder: true);
        replayed.Differences[0].ShouldBe(new ReplayDifference("decision", "ask", "escalate"));
    }

    [Fact]
    public async Task Knowledge_that_was_changed_in_the_log_is_named_as_knowledge()
    {
        var run = await Writes("When does the library open on weekdays?");
        (await host.Replay("--run", run)).Output.ShouldStartWith("1 runs: 1 equal");
        await host.Execute("""
            update mt_events set data = jsonb_set(data, '{content,title}', '"Pony rides"')
            where tenant_id = 'north' and type in ('article_published', 'article_revised')
                and data -> 'content' ->> 'source' like '%en/library%'
            """);

        var (exit, output, _) = await host.Replay("--run", run);

        output.ShouldContain($"north {run}: differs (knowledge ");
        output.ShouldContain("1 differ (0 unexplained)");
        output.ShouldContain("differ by knowledge: 1");
        exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_record_that_was_tampered_with_differs_unexplained_and_ends_with_an_error()
    {
        var run = await Writes(Report);
        await host.Execute($"""
            update mt_events set data = jsonb_set(data, '{"{outcome,decision}"}', '"answer"')
            where stream_id = '{run}' and type = 'agent_ran'
            """);

        var (exit, output, _) = await host.Replay("--run", run);

        output.ShouldContain("differs (nothing it was decided by is another): decision answer -> ask");
        exit.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_asks_for_more_answers_than_were_recorded_differs()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open?");
        var run = await host.LastRun(citizen);
        await host.Execute($"""
            update mt_events set data = jsonb_set(data, '{"{answers}"}', jsonb_build_array(data -> 'answers' -> 0))
            where stream_id = '{run}' and type = 'agent_ran'
            """);

        (await host.Replay("--run", run)).Output.ShouldContain("answers 1 -> more");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"[erased]\"")]
    public async Task An_erased_message_is_not_replayable(string mask)
    {
        var run = await Writes(Report);
        await host.Execute($"""
            update mt_events set data = jsonb_set(data, '{"{text}"}', '{mask}')
            where type = 'message_received' and data ->> 'message' in (
                select data -> 'inReplyTo' ->> 0 from mt_events where stream_id = '{run}' and type = 'agent_ran')
            """);

        var (exit, output, _) = await host.Replay("--run", run);

        output.ShouldContain("not_replayable(erased): ");
        exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_text_that_is_gone_is_named_with_what_to_do()
    {
        var run = await Writes(Report);
        var hash = await host.Scalar<string>(
            $"select data -> 'basis' ->> 'profile' from mt_events where stream_id = '{run}' and type = 'agent_ran'");
        await host.Execute($"update kept_texts set tenant_id = 'gone' where tenant_id = 'north' and hash = '{hash}'");
        try
        {
            (await host.Replay("--run", run)).Output.ShouldContain(
                $"not_replayable(text_gone): Its profile {hash[..12]} is no longer in kept_texts. Restore it from a backup.");
        }
        finally
        {
            await host.Execute($"update kept_texts set tenant_id = 'north' where tenant_id = 'gone' and hash = '{hash}'");
        }
    }

    [Fact]
    public async Task A_record_that_lacks_what_is_needed_is_of_an_older_version()
    {
        var run = await Writes(Report);
        await host.Execute($"update mt_events set data = data - 'basis' where stream_id = '{run}' and type = 'agent_ran'");

        (await host.Replay("--run", run)).Output.ShouldContain("not_replayable(older_version): ");
    }

    [Theory]
    [InlineData("Name either --run or --since.", 2)]
    [InlineData("7 is no age.", 2, "--since", "7")]
    [InlineData("abc is no id of a run.", 2, "--run", "abc")]
    [InlineData("0 is no limit.", 2, "--since", "7d", "--limit", "0")]
    [InlineData("There is no tenant nowhere.", 2, "--since", "7d", "--tenant", "nowhere")]
    [InlineData("There is no run 00000000-0000-0000-0000-000000000001", 1, "--run", "00000000-0000-0000-0000-000000000001")]
    public async Task What_cannot_be_asked_is_told(string message, int code, params string[] args)
    {
        var (exit, output, error) = await host.Replay(args);

        error.ShouldStartWith(message);
        (exit, output).ShouldBe((code, ""));
    }

    [Fact]
    public async Task Other_phrases_are_tried_on_what_was_written()
    {
        var run = await Writes(Riddle);
        using var folder = new TemporaryFolder().Put("en.txt", Phrases);
        await host.AllIsSent();
        var before = await host.Everything();

        var (exit, output, error) = await host.WhatIf("--run", run, "--guardrails", Path.Combine(folder.Path, "en.txt"));

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain($"north {run}: new_escalation");
        output.ShouldContain("now:  escalate legal");
        output.ShouldContain("new escalations          1");
        (await host.Everything()).ShouldBe(before, "nothing was written");
    }

    [Fact]
    public async Task Another_prompt_is_tried_with_the_model()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open?");
        var run = await host.LastRun(citizen);
        using var folder = new TemporaryFolder().Put("agent.md", "Hand everything over. {{services}} {{marker}}");
        host.Plan(Said.First("library"), ModelTurn.Uses(Said.Escalate));
        await host.AllIsSent();
        var before = await host.Everything();

        var (exit, output, error) = await host.WhatIf("--run", run, "--prompt", Path.Combine(folder.Path, "agent.md"));

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain($"default {run}: new_escalation");
        ((string)host.Model.Requests.First()["messages"]![0]!["content"]!).ShouldStartWith("Hand everything over.");
        (await host.Everything()).ShouldBe(before, "nothing was written");
    }

    [Fact]
    public async Task Another_model_is_asked_by_its_name()
    {
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));
        var citizen = new Citizen(host);
        await citizen.Asks("When does the library open?");
        var run = await host.LastRun(citizen);
        host.Plan(Said.First("library"), Said.Then("The library is open from Monday to Friday."));

        var (exit, output, _) = await host.WhatIf("--run", run, "--model", "the-other-model");

        exit.ShouldBe(0);
        output.ShouldContain("changed answers          0");
        ((string)host.Model.Requests.First()["model"]!).ShouldBe("the-other-model");
    }

    [Theory]
    [InlineData("Name one of --prompt, --model and --guardrails.")]
    [InlineData("nowhere.txt is no file", "--guardrails", "nowhere.txt")]
    public async Task What_cannot_be_tried_is_told(string message, params string[] args)
    {
        var (exit, _, error) = await host.WhatIf([.. args, "--since", "1d"]);

        error.ShouldStartWith(message);
        exit.ShouldBe(1);
    }

    [Fact]
    public async Task Programs_read_the_result_as_JSON()
    {
        var run = await Writes(Riddle);
        using var folder = new TemporaryFolder().Put("en.txt", Phrases);

        var (exit, output, _) = await host.Replay(true, "--run", run);
        var tried = await host.WhatIf(true, "--run", run, "--guardrails", Path.Combine(folder.Path, "en.txt"));

        exit.ShouldBe(0);
        JsonDocument.Parse(output).RootElement.GetProperty("equal").GetInt32().ShouldBe(1);
        var result = JsonDocument.Parse(tried.Output).RootElement;
        result.GetProperty("newEscalations").GetInt32().ShouldBe(1);
        var changed = result.GetProperty("changed")[0];
        changed.GetProperty("run").GetString().ShouldBe(run);
        changed.GetProperty("now").GetProperty("decision").GetString().ShouldBe("escalate");
    }

    private async Task<string> Writes(string text)
    {
        var citizen = new Citizen(host, host.North);
        await citizen.Asks(text);
        await citizen.AllIsDone();
        return await host.LastRun(citizen);
    }
}
