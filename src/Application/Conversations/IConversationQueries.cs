using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Conversations;

/// <summary>Conversations as colleagues read them.</summary>
public interface IConversationQueries
{
    /// <summary>What colleagues have to do or might look at.</summary>
    Task<InboxPage> Inbox(string tenant, InboxFilter filter, CancellationToken ct);

    Task<ConversationView?> Find(string tenant, Guid conversation, CancellationToken ct);

    /// <summary>The last messages, oldest first.</summary>
    Task<IReadOnlyList<ConversationMessage>> Messages(string tenant, Guid conversation, int limit, CancellationToken ct);

    /// <summary>What the citizen wrote since anybody but the system answered, oldest first; the last of it.</summary>
    Task<IReadOnlyList<MessageReceived>> Unanswered(string tenant, Guid conversation, int limit, CancellationToken ct);

    /// <summary>What happened in the talk after the given count of it, oldest first.</summary>
    Task<IReadOnlyList<TalkChange>> Since(string tenant, Guid conversation, int talk, int limit, CancellationToken ct);
}

public enum InboxList
{
    /// <summary>The caller's own.</summary>
    Mine,

    /// <summary>What nobody has.</summary>
    Waiting,

    /// <summary>Every open conversation, the agent's too.</summary>
    All,
}

/// <summary>What is listed; null means any.</summary>
/// <param name="Member">Whose, with <see cref="InboxList.Mine"/>.</param>
public sealed record InboxFilter(
    InboxList List, Guid? Member, string? Channel, string? Language, string? Reason, string? Service, int Limit,
    InboxCursor? After);

/// <summary>The last entry of a page.</summary>
/// <param name="Rank">Of the priority; 0 where conversations are listed by age alone.</param>
public sealed record InboxCursor(int Rank, DateTimeOffset At, Guid Id);

public sealed record InboxPage(IReadOnlyList<InboxEntry> Entries, InboxCursor? Next);

/// <summary>A line of the inbox.</summary>
/// <param name="AgentOn">Whether the agent has it.</param>
/// <param name="TaskState">Null while the agent has it.</param>
/// <param name="LastText">The last message, shortened.</param>
public sealed record InboxEntry(
    Guid ConversationId, string Channel, string? Language, bool AgentOn, Guid? TaskId, TaskState? TaskState, Guid? Member,
    string? Reason, Priority? Priority, string? ServiceCode, Guid? TicketId, string? TrackingNumber, Guid CustomerId,
    string? CustomerName, DateTimeOffset OpenedAt, DateTimeOffset LastMessageAt, string? LastAuthor, string? LastText);

/// <summary>A conversation in full.</summary>
/// <param name="Sentiment">Of the last assessed message: 0 (bad) to 1 (good).</param>
/// <param name="SentimentTrend">-1 to 1: below 0 it is getting worse.</param>
/// <param name="Version">Counts messages, replies and who has it; receipts do not count.</param>
public sealed record ConversationView(
    Guid Id, string Channel, string Account, bool Closed, bool AgentOn, string? Language, double? Sentiment,
    double? SentimentTrend, Guid CustomerId, string? CustomerName, Guid? TicketId, string? TrackingNumber, Guid? SessionId,
    Guid? TaskId, TaskState? TaskState, Guid? Member, string? Reason, Priority? Priority, DateTimeOffset OpenedAt,
    DateTimeOffset LastMessageAt, int Version, IReadOnlyList<ConversationMessage> Messages);

/// <param name="Author">citizen, agent, human, system.</param>
/// <param name="Member">The colleague who wrote it.</param>
/// <param name="Delivery">What became of it: sent, delivered, read, failed ...; null for what came in.</param>
public sealed record ConversationMessage(
    Guid Id, string Direction, string Author, Guid? Member, string Text, int MediaCount, DateTimeOffset At, string? Delivery,
    bool Edited = false, bool Revoked = false, string? Reaction = null, IReadOnlyList<SentFile>? Files = null);

/// <summary>Something that a colleague had not read when he answered.</summary>
/// <param name="What">message, reply, handed_over, agent_resumed, closed.</param>
public sealed record TalkChange(string What, string? Author, string? Text, DateTimeOffset At);

internal static class ConversationQueriesExtensions
{
    private const int MaxChanges = 20;

    private const int MaxText = 200;

    /// <summary>The refusal of a reply that was written to an older talk, with what is new.</summary>
    public static async Task<Refusal> Changed(
        this IConversationQueries conversations, string tenant, Conversation talk, int expected, CancellationToken ct)
    {
        var changes = await conversations.Since(tenant, talk.Id, expected, MaxChanges, ct);
        return Refusal.Stale(talk.Talk) with
        {
            Errors = new Dictionary<string, string[]>
            {
                ["changed"] =
                [
                    .. changes.Select(c => $"{c.What}{(c.Author is null ? "" : $" by {c.Author}")}"
                        + $"{(c.Text is null ? "" : $": {(c.Text.Length <= MaxText ? c.Text : $"{c.Text.AsSpan(0, MaxText)}...")}")}"),
                ],
            },
        };
    }
}
