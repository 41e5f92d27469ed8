using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent.Replay;

/// <inheritdoc cref="IReplays"/>
internal sealed class Replays(
    IRunHistory history, ITenants tenants, IKeptTexts texts, IModels models, GuardrailPhrases phrases, Rerun rerun) : IReplays
{
    /// <summary>Runs whose streams are read together and held at once: 100,000 events at most.</summary>
    private const int Batch = 100;

    /// <summary>Runs decided at once, with a model or without.</summary>
    private const int MaxAtOnce = 4;

    public async IAsyncEnumerable<ReplayedRun> Replay(
        RunSelection selection, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var run in Each(selection, Replaying, ct))
        {
            yield return run;
        }

        Decide<ReplayedRun> Replaying(string tenant) =>
            new ReplayOne(rerun, new KeptBasis(texts, tenant), history.KnowledgeOf(tenant), phrases).Replay;
    }

    public async IAsyncEnumerable<TriedRun> WhatIf(
        RunSelection selection, Trial trial, [EnumeratorCancellation] CancellationToken ct)
    {
        var limit = trial.AsksModel ? Math.Min(selection.Limit, Trial.MaxModelRuns) : selection.Limit;
        await foreach (var run in Each(selection with { Limit = limit }, Trying, ct))
        {
            yield return run;
        }

        Decide<TriedRun> Trying(string tenant)
        {
            var live = trial.Model is { } name ? models.Named(tenant, name) : trial.AsksModel ? models.Of(tenant) : null;
            return new TryOne(rerun, new KeptBasis(texts, tenant), history.KnowledgeOf(tenant), trial, live).Try;
        }
    }

    /// <summary>One tenant after the other, so that one's knowledge is in memory at a time.</summary>
    private async IAsyncEnumerable<T> Each<T>(
        RunSelection selection, Func<string, Decide<T>> decider, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = selection.Limit;
        foreach (var tenant in await Tenants(selection, ct))
        {
            Decide<T>? decide = null;
            await foreach (var batch in Batches(tenant, selection with { Limit = left }, ct))
            {
                var streams = await history.StreamsOf(tenant, batch, ct);
                foreach (var decided in await AtOnce(batch, streams, decide ??= decider(tenant), ct))
                {
                    yield return decided;
                }

                left -= batch.Count;
            }
        }
    }

    private async Task<IReadOnlyList<string>> Tenants(RunSelection selection, CancellationToken ct) =>
        selection.Tenant is { } only ? [only] : [.. (await tenants.List(ct)).Select(t => t.Id)];

    private async IAsyncEnumerable<IReadOnlyList<RecordedRun>> Batches(
        string tenant, RunSelection selection, [EnumeratorCancellation] CancellationToken ct)
    {
        if (selection.Run is { } id)
        {
            if (selection.Limit > 0 && await history.Find(tenant, id, ct) is { } one)
            {
                yield return [one];
            }

            yield break;
        }

        var (after, left) = (await history.PositionOf(selection.Since, ct), selection.Limit);
        while (left > 0)
        {
            var batch = await history.Runs(tenant, selection.Since, after, Math.Min(Batch, left), ct);
            if (batch.Count == 0)
            {
                yield break;
            }

            yield return batch;
            (after, left) = (batch[^1].Position, left - batch.Count);
        }
    }

    private static async Task<T[]> AtOnce<T>(
        IReadOnlyList<RecordedRun> runs, IPastStreams streams, Decide<T> decide, CancellationToken ct)
    {
        var decided = new T[runs.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, runs.Count), options, async (i, stop) => decided[i] = await decide(runs[i], streams, stop));
        return decided;
    }

    private delegate Task<T> Decide<T>(RecordedRun run, IPastStreams streams, CancellationToken ct);
}
