using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent.Replay;

/// <summary>Decides runs of one tenant again as they were decided, and compares.</summary>
/// <param name="phrases">Those of this program, unless others are tried.</param>
internal sealed class ReplayOne(Rerun rerun, KeptBasis kept, IPastKnowledge articles, GuardrailPhrases phrases)
{
    private const string Nothing = "nothing";

    public async Task<ReplayedRun> Replay(RecordedRun recorded, IPastStreams streams, CancellationToken ct)
    {
        try
        {
            return await Compare(await PastRun.Of(recorded, streams, ct), streams, ct);
        }
        catch (NotReplayableException why)
        {
            return new ReplayedRun(recorded.Tenant, recorded.Id, recorded.Run?.StartedAt, [], [], why.Reason, why.Message);
        }
    }

    private async Task<ReplayedRun> Compare(PastRun past, IPastStreams streams, CancellationToken ct)
    {
        var (recorded, ran) = (past.Recorded, past.Ran);
        var profile = await kept.Profile(ran.Basis.Profile, ct);
        var catalogue = await kept.Catalogue(ran.Basis.Catalogue, ct);
        var prompt = ran.Basis.Prompt is { } hash ? new GivenPrompt(await kept.Prompt(hash, ct)) : null;
        var basis = new RerunBasis(
            profile.Value, catalogue.Value, await RecordedSearch.Of(ran, articles, past.Moment.Position, ct), phrases,
            ModelOf(ran, recorded.Failure), prompt ?? new Prompts(), MemoryOf(ran));
        var (differences, result) = await Differences(past, streams, basis, ct);
        if (differences.Count == 0)
        {
            return new ReplayedRun(recorded.Tenant, recorded.Id, ran.StartedAt, [], []);
        }

        List<ReplayCause> causes = [];
        Note("profile", ran.Basis.Profile, profile.Hash);
        Note("catalogue", ran.Basis.Catalogue, catalogue.Hash);
        Note("policy", ran.Basis.Policy, phrases.Version);
        Note("prompt", ran.Basis.Prompt, prompt?.Today is { } today ? KeptBasis.HashOf(today) : ran.Basis.Prompt);
        Note("code", ran.Basis.Code, ReplyWriter.Code);
        causes.AddRange(Knowledge(ran.Tools, result?.State.Desk.Calls ?? []));
        return new ReplayedRun(recorded.Tenant, recorded.Id, ran.StartedAt, differences, causes);

        void Note(string what, string? then, string? now)
        {
            if (then != now)
            {
                causes.Add(new ReplayCause(what, then ?? Nothing, now ?? Nothing));
            }
        }
    }

    /// <summary>A model that says what it said then; none where none was asked.</summary>
    public static TenantModel? ModelOf(AgentRan ran, string? failure) => ran.Basis.Model == RunBasis.Offline
        ? null
        : new TenantModel(new RecordedModel(ran.Answers, failure), ran.Basis.Model);

    public static ModelMemory MemoryOf(AgentRan ran) =>
        ran.Basis.Marker is { } marker ? new ModelMemory { Marker = marker } : new ModelMemory();

    private async Task<(IReadOnlyList<ReplayDifference> Differences, RunResult? Result)> Differences(
        PastRun past, IPastStreams streams, RerunBasis basis, CancellationToken ct)
    {
        try
        {
            var result = await rerun.Run(past, streams, basis, ct);
            if (result is null)
            {
                return ([new ReplayDifference("decision", RunFacts.Decision(past.Ran.Outcome), "no answer")], null);
            }

            var then = RunFacts.Of(past.Ran.Outcome, past.Ran.Tools, past.Ran.Sources);
            var now = RunFacts.Of(result.Outcome, result.State.Desk.Calls, result.Sources);
            return (
                [
                    .. then.Where(fact => now[fact.Key] != fact.Value)
                        .Select(fact => new ReplayDifference(fact.Key, fact.Value, now[fact.Key])),
                ],
                result);
        }
        catch (AnswersEndedException)
        {
            var given = past.Ran.Answers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return ([new ReplayDifference("answers", given, "more")], null);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            // A bug today, or a state that could not be then; the other runs are replayed all the same.
            return ([new ReplayDifference("decision", RunFacts.Decision(past.Ran.Outcome), $"error: {e.Message}")], null);
        }
    }

    /// <summary>Searches for the same that have found something else.</summary>
    private static IEnumerable<ReplayCause> Knowledge(IReadOnlyList<RunTool> then, IReadOnlyList<RunTool> now)
    {
        var found = RunFacts.Searches(now).DistinctBy(s => s.Asked).ToDictionary(s => s.Asked, s => s.Found);
        return RunFacts.Searches(then)
            .Where(s => found.TryGetValue(s.Asked, out var other) && other != s.Found)
            .Take(1)
            .Select(s => new ReplayCause("knowledge", KeptBasis.HashOf(s.Found), KeptBasis.HashOf(found[s.Asked])));
    }
}
