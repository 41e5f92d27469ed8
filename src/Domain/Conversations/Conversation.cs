using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Conversations;

/// <summary>The talk with one customer on one channel account.</summary>
public sealed record Conversation(
    ConversationId Id, CustomerId Customer, Channel Channel, string Account, string ReplyAddress,
    DateTimeOffset OpenedAt)
    : IStream<Conversation>
{
    /// <summary>A conversation that nobody wrote in for so long is closed.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(72);

    /// <summary>
    /// A conversation with so many events is closed and a new one begun, so that loading one stays cheap.
    /// </summary>
    public const int MaxEvents = 1_000;

    public static string StreamType => "conversation";

    public bool Closed { get; init; }

    public bool AgentOn { get; init; } = true;

    /// <summary>Raised by every takeover; fences what the agent computed before it.</summary>
    public int AgentEpoch { get; init; }

    public bool EverHandedOver { get; init; }

    /// <summary>The language the citizen writes in, once known: en, es, fr, other.</summary>
    public string? Language { get; init; }

    public Session? Session { get; init; }

    public DateTimeOffset LastMessageAt { get; init; } = OpenedAt;

    static Conversation? IStream<Conversation>.Evolve(Conversation? state, IEvent e) =>
        e is ConversationEvent c ? Evolve(state, c) : state;

    public static Conversation? Evolve(Conversation? conversation, ConversationEvent e) => e switch
    {
        ConversationOpened o =>
            new Conversation(o.Conversation, o.Customer, o.Channel, o.Account, o.ReplyAddress, o.At),
        MessageReceived m => conversation! with { LastMessageAt = m.ReceivedAt },
        MessageAssessed { Language: not "other" } a => conversation! with { Language = a.Language },
        SessionOpened s => conversation! with
        {
            Session = new Session(s.Session, s.ServiceCode, s.Ticket, s.TrackingNumber),
        },
        SessionEnded => conversation! with { Session = null },
        HandedOver h => conversation! with { AgentOn = false, AgentEpoch = h.AgentEpoch, EverHandedOver = true },
        AgentResumed r => conversation! with { AgentOn = true, AgentEpoch = r.AgentEpoch },
        ConversationClosed => conversation! with { Closed = true },
        _ => conversation,
    };
}

/// <summary>A conversation's use of one service.</summary>
public sealed record Session(Guid Id, string ServiceCode, TicketId? Ticket, string? TrackingNumber);

/// <summary>What may happen in a conversation. Pure: times and ids come in.</summary>
public static class ConversationDecider
{
    public static Decision<ConversationEvent> Open(Conversation? conversation, ConversationOpened opened) =>
        conversation is null ? opened : Decision.Nothing;

    /// <summary>A message is always received, whatever the state: a citizen's words are never refused.</summary>
    public static Decision<ConversationEvent> Receive(MessageReceived message, MessageAssessed assessed) =>
        new ConversationEvent[] { message, assessed };

    public static Decision<ConversationEvent> OpenSession(SessionOpened session) => session;

    /// <summary>A reply of the agent under an older epoch is withheld: a human has taken over since.</summary>
    public static Decision<ConversationEvent> Reply(Conversation conversation, ReplyDecided reply) => reply switch
    {
        { Author: ReplyAuthor.Agent } when !conversation.AgentOn || reply.AgentEpoch != conversation.AgentEpoch =>
            new ReplyWithheld([.. reply.Parts.Select(p => p.Part)], "human_took_over", reply.At),
        _ => reply,
    };

    /// <summary>Closes it when nobody has written for <see cref="Conversation.IdleLimit"/>.</summary>
    public static Decision<ConversationEvent> CloseIfIdle(Conversation conversation, DateTimeOffset now) =>
        conversation.Closed || now - conversation.LastMessageAt < Conversation.IdleLimit
            ? Decision.Nothing
            : new ConversationClosed(conversation.Channel, "idle", conversation.EverHandedOver, now);

    public static Decision<ConversationEvent> Close(Conversation conversation, string reason, DateTimeOffset now) =>
        conversation.Closed
            ? Decision.Nothing
            : new ConversationClosed(conversation.Channel, reason, conversation.EverHandedOver, now);

    public static Decision<ConversationEvent> HandOver(
        Conversation conversation, string reason, string? evidence, DateTimeOffset now) => conversation switch
        {
            { Closed: true } => ConversationRefusals.Closed,
            { AgentOn: false } => Decision.Nothing,
            _ => new HandedOver(conversation.Channel, reason, evidence, conversation.AgentEpoch + 1, now),
        };
}

public static class ConversationRefusals
{
    public static readonly Refusal Closed = new(
        "conversation.closed", "The conversation is closed. A new message of the citizen opens a new one.",
        RefusalKind.State);
}
