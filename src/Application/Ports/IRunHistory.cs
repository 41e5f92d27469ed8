using CleanFte.Application.Knowledge;
using CleanFte.Domain;
using CleanFte.Domain.Agent;

namespace CleanFte.Application.Ports;

/// <summary>The agent's recorded runs and what they were decided on, read from the log. Nothing is ever written.</summary>
public interface IRunHistory
{
    /// <summary>Where in the log a moment is: what was saved since is behind it.</summary>
    Task<long> PositionOf(DateTimeOffset moment, CancellationToken ct);

    /// <summary>One page of a tenant's runs, oldest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="since">Runs saved from then on.</param>
    /// <param name="after">Those behind this position only.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    Task<IReadOnlyList<RecordedRun>> Runs(
        string tenant, DateTimeOffset since, long after, int limit, CancellationToken ct);

    /// <summary>A tenant's run, or null.</summary>
    Task<RecordedRun?> Find(string tenant, Guid run, CancellationToken ct);

    /// <summary>The streams that these runs of one tenant were decided on, read together.</summary>
    Task<IPastStreams> StreamsOf(string tenant, IReadOnlyList<RecordedRun> runs, CancellationToken ct);

    /// <summary>A tenant's knowledge as it was at any time.</summary>
    IPastKnowledge KnowledgeOf(string tenant);
}

/// <summary>Events of streams of one tenant.</summary>
public interface IPastStreams
{
    /// <summary>All events of a stream that may change its state, oldest first; none where there is no such stream.</summary>
    ValueTask<IReadOnlyList<PastEvent>> Of(Guid stream, CancellationToken ct);
}

/// <summary>One tenant's articles by version.</summary>
public interface IPastKnowledge
{
    /// <summary>The knowledge before the events of a position; it can only be searched.</summary>
    Task<IKnowledge> At(long position, CancellationToken ct);

    /// <summary>One passage of an article at a version, with no score; null where the log does not have it.</summary>
    Task<FoundPassage?> Find(Guid article, long version, int position, CancellationToken ct);
}

/// <param name="Position">Of its <see cref="AgentRan"/> in the log.</param>
/// <param name="Save">What it was saved with.</param>
/// <param name="Run">Null where this version cannot read it.</param>
/// <param name="Failure">Why the model was of no use, as a code, or null.</param>
public sealed record RecordedRun(string Tenant, Guid Id, long Position, SaveMark Save, AgentRan? Run, string? Failure);

/// <param name="Sequence">Its position in the log.</param>
public sealed record PastEvent(long Sequence, SaveMark Save, IEvent Event);

/// <summary>What all events of one save have in common, and no others of their streams.</summary>
public readonly record struct SaveMark(DateTimeOffset At, string? Correlation, string? Causation);
