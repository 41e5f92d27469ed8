using CleanFte.Application.Agent.Replay;
using CleanFte.Domain;

namespace CleanFte.WebApi.Verbs;

/// <summary>How replayed runs came out.</summary>
internal sealed class ReplaySummary
{
    private readonly List<ReplayedRun> _told = [];

    public int Runs { get; private set; }

    public int Equal { get; private set; }

    public int Differing { get; private set; }

    /// <summary>Of those that differ, the ones that nothing explains.</summary>
    public int Unexplained { get; private set; }

    /// <summary>By reason.</summary>
    public SortedDictionary<string, int> NotReplayable { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs that differ, by what is another: a run may count for several.</summary>
    public SortedDictionary<string, int> Causes { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that are not equal.</summary>
    public IReadOnlyList<ReplayedRun> Told => _told;

    public void Add(ReplayedRun run, int maxTold)
    {
        Runs++;
        Equal += run.IsEqual ? 1 : 0;
        Differing += run.Differences.Count > 0 ? 1 : 0;
        Unexplained += run.IsExplained ? 0 : 1;
        if (run.NotReplayable is { } reason)
        {
            Count(NotReplayable, WireName.Of(reason));
        }

        foreach (var cause in run.Causes)
        {
            Count(Causes, cause.What);
        }

        if (!run.IsEqual && _told.Count < maxTold)
        {
            _told.Add(run);
        }
    }

    public string Text() =>
        $"""
        {Runs} runs: {Equal} equal, {Differing} differ ({Unexplained} unexplained), {NotReplayable.Values.Sum()} not replayable
        """
        + Lines("differ by", Causes) + Lines("not replayable", NotReplayable);

    private static void Count(SortedDictionary<string, int> counts, string name) =>
        counts[name] = counts.GetValueOrDefault(name) + 1;

    private static string Lines(string what, SortedDictionary<string, int> counts) =>
        string.Concat(counts.Select(c => $"\n  {what} {c.Key}: {c.Value}"));
}
