using CleanFte.Domain.Customers;
using CleanFte.Domain.Team;

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

    /// <summary>What people have to do here, while the agent is off; null where it is on.</summary>
    public TaskId? Task { get; init; }

    /// <summary>
    /// Counts what a colleague must have read before he answers: messages, replies, who has the conversation. Receipts do
    /// not count.
    /// </summary>
    public int Talk { get; init; }

    /// <summary>Answers of the agent since the citizen last wrote.</summary>
    public int Unanswered { get; init; }

    /// <summary>The language the citizen writes in, once known: en, es, fr, other.</summary>
    public string? Language { get; init; }

    /// <summary>The service being used, or null.</summary>
    public Session? Session { get; init; }

    /// <summary>The session that ended last.</summary>
    public EndedSession? LastSession { get; init; }

    /// <summary>Of the last assessed message: 0 (bad) to 1 (good).</summary>
    public double? Sentiment { get; init; }

    /// <summary>How the last messages differ from those before, -1 to 1: below 0 it is getting worse.</summary>
    public double SentimentTrend { get; init; }

    /// <summary>What counts of the mood so far against one more message.</summary>
    private double? Mood { get; init; }

    public DateTimeOffset LastMessageAt { get; init; } = OpenedAt;

    /// <summary>Why he could not be told to write: the approved text was refused.</summary>
    public const string ReminderRefusal = "reminder_refused";

    /// <summary>Whether he could not be told, since he wrote last.</summary>
    public bool ReminderRefused { get; init; }

    /// <summary>What it is about, where we began it.</summary>
    public string? Subject { get; init; }

    /// <summary>What he was offered last and may choose by its number.</summary>
    public IReadOnlyList<ReplyChoice> Offered { get; init; } = [];

    /// <summary>Whether something waits for him to write.</summary>
    public bool Held { get; init; }

    /// <summary>Whether he was told so, since he wrote last.</summary>
    public bool Reminded { get; init; }

    /// <summary>When nothing was known any more of whose it was; null while it is.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>What the channel needs to answer in the thread of the last message.</summary>
    public string? Thread { get; init; }

    /// <summary>When the session ends unless something is written before; null without one.</summary>
    /// <param name="idle">How long a session may rest.</param>
    public DateTimeOffset? SessionExpiry(TimeSpan idle)
    {
        if (Session is not { } session)
        {
            return null;
        }

        var rest = (LastMessageAt > session.OpenedAt ? LastMessageAt : session.OpenedAt) + idle;
        return session.ExpiresAt is { } said ? said : rest;
    }

    static Conversation? IStream<Conversation>.Evolve(Conversation? state, IEvent e) =>
        e is ConversationEvent c ? Evolve(state, c) : state;

    /// <summary>Whether an event counts for <see cref="Talk"/>.</summary>
    public static bool IsTalk(ConversationEvent e) =>
        e is MessageReceived or ReplyDecided or HandedOver or AgentResumed or ConversationClosed;

    public static Conversation? Evolve(Conversation? conversation, ConversationEvent e) =>
        Evolved(conversation, e) is var evolved && IsTalk(e) ? evolved! with { Talk = evolved.Talk + 1 } : evolved;

    private static Conversation? Evolved(Conversation? conversation, ConversationEvent e) => e switch
    {
        ConversationOpened o =>
            new Conversation(o.Conversation, o.Customer, o.Channel, o.Account, o.ReplyAddress, o.At) { Subject = o.Subject },
        MessageReceived m => conversation! with
        {
            LastMessageAt = m.ReceivedAt,
            Unanswered = 0,
            Held = false,
            Reminded = false,
            ReminderRefused = false,
            Offered = [],
            Thread = m.Thread ?? conversation.Thread,
        },
        DeliveryPlanned d => conversation! with
        {
            Held = conversation.Held || d.Way is DeliveryWay.Held or DeliveryWay.Reminder,
            Reminded = conversation.Reminded || d.Way == DeliveryWay.Reminder,
            ReminderRefused = conversation.ReminderRefused || d.Reason == ReminderRefusal,
        },
        ReplyAddressChanged c => conversation! with { ReplyAddress = c.ReplyAddress },
        ReplyDecided r => conversation! with
        {
            Unanswered = conversation.Unanswered + (r.Author == ReplyAuthor.Agent ? 1 : 0),

            // News of a ticket come between the offer and what he chooses of it.
            Offered = r.Parts is [.., { Offer: { } offer }] ? offer.Choices
                : r.Author == ReplyAuthor.System ? conversation.Offered : [],
        },
        MessageAssessed a => Assessed(conversation!, a),
        SessionOpened s => conversation! with
        {
            Session = new Session(s.Session, s.ServiceCode, s.Ticket, s.TrackingNumber, s.At),
        },
        SessionAdvanced s => conversation! with
        {
            Session = conversation.Session is { } session && session.Id == s.Session ? session.After(s) : conversation.Session,
        },
        SessionEnded s => conversation! with
        {
            Session = null,
            LastSession = conversation.Session is { } session ? new EndedSession(session, s.Reason, s.At) : null,
        },
        HandedOver h => conversation! with
        {
            AgentOn = false,
            AgentEpoch = h.AgentEpoch,
            EverHandedOver = true,
            Task = h.Task,
        },
        AgentResumed r => conversation! with { AgentOn = true, AgentEpoch = r.AgentEpoch, Task = null },
        ConversationClosed => conversation! with { Closed = true, Task = null },
        CitizenErased erased => conversation! with
        {
            ErasedAt = erased.At,
            ReplyAddress = PersonalDataAttribute.Mask,
            Closed = true,
            Task = null,
            Session = null,
            LastSession = null,
            Subject = conversation.Subject is null ? null : PersonalDataAttribute.Mask,
            Offered = [],
            Held = false,
            Thread = null,
        },
        _ => conversation,
    };

    /// <summary>One message moves the mood by so much: three angry ones in a row leave little of what was before.</summary>
    private const double MoodStep = 0.5;

    private static Conversation Assessed(Conversation conversation, MessageAssessed a)
    {
        var known = a.Language == LanguageGuess.Other ? conversation.Language : a.Language;
        if (a.Sentiment is not { } sentiment)
        {
            return conversation with { Language = known };
        }

        var before = conversation.Mood ?? sentiment;
        return conversation with
        {
            Language = known,
            Sentiment = sentiment,
            SentimentTrend = sentiment - before,
            Mood = before + (MoodStep * (sentiment - before)),
        };
    }
}

/// <summary>What may happen in a conversation. Pure: times and ids come in.</summary>
public static class ConversationDecider
{
    public static Decision<ConversationEvent> Open(Conversation? conversation, ConversationOpened opened) =>
        conversation is null ? opened : Decision.Nothing;

    /// <summary>A message is always received, whatever the state: a citizen's words are never refused.</summary>
    public static Decision<ConversationEvent> Receive(MessageReceived message, MessageAssessed assessed) =>
        new ConversationEvent[] { message, assessed };

    public static Decision<ConversationEvent> OpenSession(SessionOpened session) => session;

    /// <summary>Only what differs is worth an event.</summary>
    public static Decision<ConversationEvent> AdvanceSession(Conversation conversation, SessionAdvanced advanced) =>
        conversation.Session is not { } session || session.Id != advanced.Session ? ConversationRefusals.SessionOver
        : session.SaysSameAs(session.After(advanced)) ? Decision.Nothing
        : advanced;

    public static Decision<ConversationEvent> EndSession(
        Conversation conversation, Guid session, string reason, DateTimeOffset now) =>
        conversation.Session?.Id == session ? new SessionEnded(session, reason, now) : Decision.Nothing;

    /// <summary>Ends the session that nobody has used for that long.</summary>
    public static Decision<ConversationEvent> ExpireSession(
        Conversation conversation, Guid session, TimeSpan idle, DateTimeOffset now) =>
        conversation.Session is { } open && open.Id == session && conversation.SessionExpiry(idle) <= now
            ? new SessionEnded(session, "expired", now)
            : Decision.Nothing;

    /// <summary>Changes the session from outside the talk, or ends it.</summary>
    /// <param name="change">What it is to be; null ends it.</param>
    /// <param name="expected">The version it was decided on, or null when that does not matter.</param>
    public static Decision<ConversationEvent> ChangeSession(
        Conversation conversation, Guid session, TimeSpan idle, DateTimeOffset now, Func<Session, Session>? change,
        long? expected = null) =>
        conversation.Session is not { } open || open.Id != session
            ? conversation.LastSession is { Reason: "expired" } last && last.Session.Id == session
                ? ConversationRefusals.SessionExpired
                : ConversationRefusals.SessionOver
            : conversation.SessionExpiry(idle) <= now ? ConversationRefusals.SessionExpired
            : expected is not null && expected != open.Version ? ConversationRefusals.SessionStale
            : change is null ? new SessionEnded(session, "ended", now)
            : AdvanceSession(conversation, change(open).Advanced(now));

    /// <summary>The agent speaks again, under a new epoch.</summary>
    public static Decision<ConversationEvent> Resume(Conversation conversation, DateTimeOffset now) =>
        conversation switch
        {
            { Closed: true } => ConversationRefusals.Closed,
            { AgentOn: true } => Decision.Nothing,
            _ => new AgentResumed(conversation.AgentEpoch + 1, now),
        };

    /// <summary>A reply of the agent under an older epoch is withheld: a human has taken over since.</summary>
    public static Decision<ConversationEvent> Reply(Conversation conversation, ReplyDecided reply) => reply switch
    {
        { Author: ReplyAuthor.Agent } when !conversation.AgentOn || reply.AgentEpoch != conversation.AgentEpoch =>
            new ReplyWithheld([.. reply.Parts.Select(p => p.Part)], "human_took_over", reply.At),
        _ => reply,
    };

    /// <summary>
    /// Closes it when nobody has written for <see cref="Conversation.IdleLimit"/>; not while people have it, who owe an answer.
    /// </summary>
    public static Decision<ConversationEvent> CloseIfIdle(Conversation conversation, DateTimeOffset now) =>
        conversation.Closed || conversation.Task is not null || now - conversation.LastMessageAt < Conversation.IdleLimit
            ? Decision.Nothing
            : new ConversationClosed(conversation.Channel, "idle", conversation.EverHandedOver, now);

    public static Decision<ConversationEvent> Close(Conversation conversation, string reason, DateTimeOffset now) =>
        conversation.Closed
            ? Decision.Nothing
            : new ConversationClosed(conversation.Channel, reason, conversation.EverHandedOver, now);

    /// <summary>Switches the agent off here. What was handed over before there were tasks gets one.</summary>
    public static Decision<ConversationEvent> HandOver(
        Conversation conversation, TaskId task, string reason, string? evidence, DateTimeOffset now) => conversation switch
        {
            { Closed: true } => ConversationRefusals.Closed,
            { AgentOn: false, Task: not null } => Decision.Nothing,
            _ => new HandedOver(conversation.Channel, reason, evidence, conversation.AgentEpoch + 1, now, task),
        };
}

public static class ConversationRefusals
{
    public static readonly Refusal Closed = new(
        "conversation.closed", "The conversation is closed. A new message of the citizen opens a new one.",
        RefusalKind.State);

    public static readonly Refusal SessionExpired = new(
        "session.expired", "The session has expired and cannot be changed. A new message of the citizen opens a new one.",
        RefusalKind.State);

    public static readonly Refusal SessionStale = new(
        "version.stale", "The session has changed since. Read it again.", RefusalKind.StaleVersion);

    public static readonly Refusal SessionOver = new(
        "session.over", "The session has ended. A new message of the citizen opens a new one.", RefusalKind.State);
}
