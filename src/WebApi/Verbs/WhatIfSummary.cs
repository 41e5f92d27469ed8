using CleanFte.Application.Agent.Replay;
using CleanFte.Domain;
using CleanFte.Domain.Agent;

namespace CleanFte.WebApi.Verbs;

/// <summary>What would have come out otherwise.</summary>
internal sealed class WhatIfSummary
{
    /// <summary>Runs that are told one by one.</summary>
    private const int MaxTold = 1_000;

    private readonly List<ChangedRun> _changed = [];

    public int Runs { get; private set; }

    public int NewEscalations { get; private set; }

    public int NoLongerEscalated { get; private set; }

    public int OtherAnswers { get; private set; }

    public int OtherPriorities { get; private set; }

    /// <summary>Runs that could not be decided, by why.</summary>
    public SortedDictionary<string, int> Undecided { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ChangedRun> Changed => _changed;

    public void Add(TriedRun run)
    {
        Runs++;
        if (run.Why is { } why)
        {
            Undecided[why] = Undecided.GetValueOrDefault(why) + 1;
            return;
        }

        NewEscalations += run.IsNewEscalation ? 1 : 0;
        NoLongerEscalated += run.IsNoLongerEscalated ? 1 : 0;
        OtherAnswers += run.IsOtherAnswer ? 1 : 0;
        OtherPriorities += run.IsOtherPriority ? 1 : 0;
        if (Changes(run).ToArray() is { Length: > 0 } changes && _changed.Count < MaxTold)
        {
            _changed.Add(new ChangedRun(
                run.Tenant, run.Run, run.At, changes, RunSummary.Of(run.Recorded!), RunSummary.Of(run.Now!)));
        }
    }

    public string Text()
    {
        var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var run in _changed)
        {
            text.WriteLine($"{run.Tenant} {run.Run}: {string.Join(", ", run.Changes)}");
            text.WriteLine($"  then: {run.Recorded.Text()}");
            text.WriteLine($"  now:  {run.Now.Text()}");
        }

        text.WriteLine($"{Runs} runs");
        text.WriteLine($"  new escalations     {NewEscalations,6}");
        text.WriteLine($"  no longer escalated {NoLongerEscalated,6}");
        text.WriteLine($"  changed answers     {OtherAnswers,6}");
        text.WriteLine($"  changed priority    {OtherPriorities,6}");
        foreach (var (why, count) in Undecided)
        {
            text.WriteLine($"  undecided {count,6}: {why}");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Changes(TriedRun run) => new[]
    {
        (run.IsNewEscalation, "new_escalation"),
        (run.IsNoLongerEscalated, "no_longer_escalated"),
        (run.IsOtherAnswer, "changed_answer"),
        (run.IsOtherPriority, "changed_priority"),
    }.Where(c => c.Item1).Select(c => c.Item2);
}

internal sealed record ChangedRun(
    string Tenant, Guid Run, DateTimeOffset? At, IReadOnlyList<string> Changes, RunSummary Recorded, RunSummary Now);

internal sealed record RunSummary(
    RunDecision Decision, string? Reason, string? Evidence, string Priority, IReadOnlyList<string> Replies)
{
    public static RunSummary Of(RunOutcome outcome) =>
        new(outcome.Decision, outcome.Reason, outcome.Evidence, WireName.Of(outcome.Priority), outcome.Replies);

    public string Text() =>
        $"{WireName.Of(Decision)}{(Reason is null ? "" : $" {Reason}")} {Priority}: "
        + string.Join(" / ", Replies).ReplaceLineEndings(" ");
}
