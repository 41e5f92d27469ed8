namespace CleanFte.Application.Integrators;

/// <summary>Reads a tenant's events in the order of the log: none is skipped, none comes twice.</summary>
public interface IEventFeed
{
    /// <summary>A random id of the database: positions mean nothing in another.</summary>
    string Database { get; }

    /// <summary>One page; waits for the first event where there is none.</summary>
    /// <param name="after">A position that was told before, or 0.</param>
    /// <param name="last">The event that was told with it; null where none was.</param>
    /// <param name="types">Public types.</param>
    /// <param name="limit">Events in it, at most.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="ct">Ends it; waiting ends by itself when the process stops.</param>
    /// <returns>Null where the position lies beyond the end of the log, or is of another log than this.</returns>
    Task<FeedPage?> Read(
        string tenant, long after, Guid? last, IReadOnlyCollection<string> types, int limit, TimeSpan wait, CancellationToken ct);

    /// <summary>The position after which comes what has not happened yet.</summary>
    Task<long> End(CancellationToken ct);
}

/// <param name="Position">Where the next page begins: past what the types left out, too.</param>
/// <param name="Last">The tenant's last event up to there, of whatever type; empty where there is none.</param>
/// <param name="HasMore">Whether there may be more already.</param>
public sealed record FeedPage(IReadOnlyList<FeedItem> Items, long Position, Guid Last, bool HasMore);

/// <summary>A place in the log of one database, opaque to whoever holds it.</summary>
/// <param name="Last">
/// The tenant's last event up to there: when a backup was put back and the log has gone on past the place, it is another one. Null in
/// a cursor of before.
/// </param>
public sealed record FeedCursor(string Database, long Position, Guid? Last = null);
