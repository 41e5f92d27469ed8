namespace CleanFte.Application.Agent.Replay;

/// <summary>How a run came out the second time.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Differences">What is otherwise than recorded.</param>
/// <param name="Causes">What it was decided by that is another today; empty where nothing is.</param>
/// <param name="NotReplayable">Why it cannot be decided again, or null.</param>
/// <param name="Advice">What to do, where there is something to do.</param>
public sealed record ReplayedRun(
    string Tenant, Guid Run, DateTimeOffset? At, IReadOnlyList<ReplayDifference> Differences,
    IReadOnlyList<ReplayCause> Causes, NotReplayable? NotReplayable = null, string? Advice = null)
{
    public bool IsEqual => NotReplayable is null && Differences.Count == 0;

    /// <summary>Whether it is equal, or it is known why not.</summary>
    public bool IsExplained => NotReplayable is not null || Differences.Count == 0 || Causes.Count > 0;
}

/// <param name="Field">
/// <c>decision</c>, <c>reason</c>, <c>evidence</c>, <c>tools</c>, <c>replies</c>, <c>sources</c>; <c>answers</c> of the model.
/// </param>
public sealed record ReplayDifference(string Field, string Recorded, string Now);

/// <param name="What"><c>profile</c>, <c>catalogue</c>, <c>policy</c>, <c>prompt</c>, <c>code</c>, <c>knowledge</c>.</param>
/// <param name="Recorded">Its hash or version then.</param>
/// <param name="Now">Today's.</param>
public sealed record ReplayCause(string What, string Recorded, string Now)
{
    /// <summary>Characters of a hash that people read.</summary>
    public const int Shown = 12;
}

/// <summary>Which runs are decided again.</summary>
/// <param name="Tenant">Null for all tenants.</param>
/// <param name="Run">One run alone, or null.</param>
/// <param name="Since">Runs saved from then on.</param>
/// <param name="Limit">How many at most, the oldest first.</param>
public sealed record RunSelection(string? Tenant, Guid? Run, DateTimeOffset Since, int Limit);

/// <summary>Decides recorded runs again. Nothing is saved and nothing is sent.</summary>
public interface IReplays
{
    /// <summary>With the recorded answers of their models, by what they were decided by then.</summary>
    IAsyncEnumerable<ReplayedRun> Replay(RunSelection selection, CancellationToken ct);

    /// <summary>By something else than then.</summary>
    IAsyncEnumerable<TriedRun> WhatIf(RunSelection selection, Trial trial, CancellationToken ct);
}
