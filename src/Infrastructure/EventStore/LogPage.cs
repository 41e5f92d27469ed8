namespace CleanFte.Infrastructure.EventStore;

/// <summary>A stored event, as the log holds it.</summary>
/// <param name="Data">The JSON; empty when the reader was not asked for events of this type.</param>
internal sealed record LogEvent(
    long Sequence,
    string Tenant,
    Guid Stream,
    long Version,
    string Type,
    ReadOnlyMemory<byte> Data,
    DateTimeOffset Timestamp);

/// <summary>Events that can be relied on: nothing will ever appear before or between them.</summary>
/// <param name="Position">Up to where the log was read.</param>
/// <param name="BlockedBy">
/// Server processes whose open transactions may still commit the event that is next; empty when nothing blocks. A
/// prepared transaction has no process and shows as 0.
/// </param>
internal sealed record LogPage(IReadOnlyList<LogEvent> Events, long Position, IReadOnlyList<int> BlockedBy);
