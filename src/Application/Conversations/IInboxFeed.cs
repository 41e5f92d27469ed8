namespace CleanFte.Application.Conversations;

/// <summary>What changes in the inbox, as it happens.</summary>
public interface IInboxFeed
{
    /// <summary>
    /// Changes of a tenant in the order of the log, each at least once, until the listener stops; <c>listening</c> stands
    /// between what he had missed and what comes. Ends by itself when he cannot keep up; he resumes from the last one he has.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="after">The last change that the listener has; null for what comes from now on.</param>
    /// <param name="ct">Stops listening.</param>
    IAsyncEnumerable<InboxChange> Listen(string tenant, long? after, CancellationToken ct);

    /// <summary>Whether another of the tenant may listen to this process.</summary>
    bool HasRoomFor(string tenant);
}

/// <summary>Something that happened: what and where, and none of the words.</summary>
/// <param name="Id">Its place in the log.</param>
/// <param name="What">
/// The event's name: <c>message_received</c>, <c>reply_decided</c>, <c>handed_over</c>, <c>task_assigned</c> ...; or
/// <c>missed</c>, when more has happened since than is told: read the inbox anew.
/// </param>
public sealed record InboxChange(
    long Id, string What, DateTimeOffset At, Guid? ConversationId = null, Guid? TaskId = null, Guid? Member = null,
    string? Author = null, string? Reason = null)
{
    public const string Missed = "missed";

    public const string Listening = "listening";
}
