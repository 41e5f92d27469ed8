using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Conversations;

/// <summary>A conversation's use of one service.</summary>
/// <param name="State"><c>active</c> or <c>ended</c>.</param>
/// <param name="EndReason"><c>expired</c>, <c>switched</c>, <c>attempts</c>, <c>ended</c>; null while it is active.</param>
/// <param name="Step">The step of a guided service that is asked, from 0; their number when all are answered.</param>
/// <param name="Attempts">Wrong answers to that step so far.</param>
/// <param name="Data">What was collected, by step.</param>
/// <param name="ExpiresAt">When it ends unless something is written before.</param>
public sealed record SessionView(
    Guid Id,
    Guid ConversationId,
    Guid CustomerId,
    Channel Channel,
    string ServiceCode,
    string State,
    string? EndReason,
    int Step,
    int Attempts,
    IReadOnlyDictionary<string, string> Data,
    string? TrackingNumber,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? EndedAt,
    long Version)
{
    internal static SessionView Of(
        Conversation conversation, Session session, DateTimeOffset? expiresAt, DateTimeOffset? endedAt, string? reason) =>
        new(
            session.Id, conversation.Id, conversation.Customer, conversation.Channel, session.ServiceCode,
            endedAt is null ? "active" : "ended", reason, session.Step, session.Attempts, session.Data,
            session.TrackingNumber, session.OpenedAt, endedAt is null ? expiresAt : null, endedAt, session.Version);
}

/// <summary>Finds what happened in a session.</summary>
public interface ISessionQueries
{
    /// <summary>
    /// The conversation and all events of the session, oldest first; null when there is no such session.
    /// </summary>
    Task<SessionLog?> Find(string tenant, Guid session, CancellationToken ct);
}

/// <summary>A session as the log has it.</summary>
public sealed record SessionLog(ConversationId Conversation, IReadOnlyList<ConversationEvent> Events);
