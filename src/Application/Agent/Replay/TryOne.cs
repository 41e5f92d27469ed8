using CleanFte.Application.Ports;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent.Replay;

/// <summary>Decides runs of one tenant by something else than then.</summary>
/// <param name="live">The model that is asked; null where the recorded answers are taken.</param>
internal sealed class TryOne(Rerun rerun, KeptBasis kept, IPastKnowledge articles, Trial trial, TenantModel? live)
{
    public async Task<TriedRun> Try(RecordedRun recorded, IPastStreams streams, CancellationToken ct)
    {
        var outcome = recorded.Run?.Outcome;
        if (trial.AsksModel && live is null)
        {
            return Undecided("no model is configured for this tenant");
        }

        try
        {
            var past = await PastRun.Of(recorded, streams, ct);
            var result = await rerun.Run(past, streams, await Basis(past, ct), ct);
            return result is null ? Undecided("silent: the agent would say nothing")
                : live is not null && result.State.Failure is { } failure ? Undecided($"model: {failure}")
                : Tried(result.Outcome, null);
        }
        catch (NotReplayableException why)
        {
            return Undecided($"not_replayable: {why.Message}");
        }
        catch (AnswersEndedException)
        {
            return Undecided("answers: the model would be asked what it was not asked then");
        }

        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return Undecided($"error: {e.Message}");
        }

        TriedRun Undecided(string why) => Tried(null, why);

        TriedRun Tried(Domain.Agent.RunOutcome? now, string? why) =>
            new(recorded.Tenant, recorded.Id, recorded.Run?.StartedAt, outcome, now, why);
    }

    private async Task<RerunBasis> Basis(PastRun past, CancellationToken ct)
    {
        var ran = past.Ran;
        var profile = await kept.Profile(ran.Basis.Profile, ct);
        var catalogue = await kept.Catalogue(ran.Basis.Catalogue, ct);
        var knowledge = await RecordedSearch.Of(ran, articles, past.Moment.Position, ct);
        var phrases = trial.Phrases ?? GuardrailPhrases.Own;
        return live is not null
            ? new RerunBasis(
                profile.Value, catalogue.Value, knowledge, phrases, live,
                trial.Prompt is { } template ? new FilePrompt(template) : new Prompts(), new ModelMemory())
            : new RerunBasis(
                profile.Value, catalogue.Value, knowledge, phrases, ReplayOne.ModelOf(ran, past.Recorded.Failure),
                ran.Basis.Prompt is { } prompt ? new GivenPrompt(await kept.Prompt(prompt, ct)) : new Prompts(),
                ReplayOne.MemoryOf(ran));
    }
}
