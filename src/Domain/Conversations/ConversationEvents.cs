using CleanFte.Domain.Customers;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Conversations;

/// <summary>What happened in a conversation: one per customer and channel account.</summary>
public abstract record ConversationEvent : IEvent;

/// <param name="ReplyAddress">Where answers go, as the provider spells it.</param>
/// <param name="Subject">What it is about, where we begin it on a channel whose messages have one.</param>
public sealed record ConversationOpened(
    ConversationId Conversation,
    CustomerId Customer,
    Channel Channel,
    string Account,
    [property: PersonalData] string ReplyAddress,
    DateTimeOffset At,
    [property: PersonalData] string? Subject = null) : ConversationEvent;

/// <param name="Message">Our id of it.</param>
/// <param name="ProviderMessageId">The provider's id; appears in one event only.</param>
/// <param name="ReceivedAt">When the ledger recorded it; <paramref name="At"/> is when it was processed.</param>
/// <param name="Thread">What its channel needs to answer in the same thread, as only the channel reads it.</param>
public sealed record MessageReceived(
    Guid Message,
    [property: PersonalData] string ProviderMessageId,
    Channel Channel,
    [property: PersonalData] string Text,
    [property: PersonalData] string? ButtonPayload,
    IReadOnlyList<ReceivedMedia> Media,
    Place? Place,
    DateTimeOffset ReceivedAt,
    DateTimeOffset At,
    [property: PersonalData] string? Thread = null) : ConversationEvent;

/// <summary>The citizen corrected a message.</summary>
public sealed record MessageEdited(Guid Message, [property: PersonalData] string Text, DateTimeOffset At) : ConversationEvent;

/// <summary>The citizen took a message back: it is not shown any more.</summary>
public sealed record MessageRevoked(Guid Message, DateTimeOffset At) : ConversationEvent;

/// <summary>The citizen reacted to a message of either side.</summary>
/// <param name="Emoji">Null when the reaction was taken back.</param>
public sealed record MessageReacted(Guid Message, [property: PersonalData] string? Emoji, DateTimeOffset At) : ConversationEvent;

/// <summary>Answers go to another address of the same person from now on.</summary>
public sealed record ReplyAddressChanged([property: PersonalData] string ReplyAddress, DateTimeOffset At) : ConversationEvent;

/// <summary>A file that came with a message. Its fate is recorded on the ticket, if there is one.</summary>
public sealed record ReceivedMedia(Guid Media, [property: PersonalData] string Reference, string DeclaredType);

/// <param name="Sentiment">0 (bad) to 1 (good), or null when it was not judged.</param>
public sealed record MessageAssessed(
    Guid Message, Channel Channel, string Language, double? Sentiment, IReadOnlyList<Finding> Findings,
    DateTimeOffset At)
    : ConversationEvent;

/// <summary>A guardrail's finding.</summary>
public sealed record Finding(string Reason, [property: PersonalData] string Evidence);

/// <summary>The conversation now uses a service of the catalogue; a report's ticket is named.</summary>
public sealed record SessionOpened(
    Guid Session, string ServiceCode, TicketId? Ticket, string? TrackingNumber, DateTimeOffset At) : ConversationEvent;

/// <summary>How far the service being used has come.</summary>
/// <param name="Step">Number of the step that is asked, from 0; the number of steps when all are answered.</param>
/// <param name="Attempts">Wrong answers to that step so far.</param>
/// <param name="Unmatched">Messages in a row that nothing was known for.</param>
/// <param name="Answered">Whether all that was asked was answered, with nothing left to be done; null before anything was.</param>
/// <param name="Data">What was collected, by step.</param>
/// <param name="ExpiresAt">When it ends, where that was said; else it ends by being idle.</param>
public sealed record SessionAdvanced(
    Guid Session,
    string ServiceCode,
    int Step,
    int Attempts,
    int Unmatched,
    bool? Answered,
    [property: PersonalData] IReadOnlyDictionary<string, string> Data,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset At) : ConversationEvent;

/// <param name="Reason"><c>expired</c>, <c>switched</c>, <c>attempts</c>, <c>ended</c> by a request.</param>
public sealed record SessionEnded(Guid Session, string Reason, DateTimeOffset At) : ConversationEvent;

/// <param name="InReplyTo">Our ids of the messages it answers, oldest first; empty for what nobody asked.</param>
/// <param name="AgentEpoch">The epoch it was computed under; see <see cref="Conversation.AgentEpoch"/>.</param>
/// <param name="Run">The agent's run, when one computed it.</param>
/// <param name="Member">The colleague who wrote it.</param>
public sealed record ReplyDecided(
    Guid Reply,
    ReplyAuthor Author,
    IReadOnlyList<Guid> InReplyTo,
    IReadOnlyList<ReplyPart> Parts,
    int AgentEpoch,
    Guid? Run,
    TicketId? Ticket,
    DateTimeOffset At,
    MemberId? Member = null) : ConversationEvent;

/// <summary>What is sent as one message.</summary>
/// <param name="Text">May be empty where there are files.</param>
/// <param name="Offer">What may be chosen or is asked for with it.</param>
/// <param name="Files">What goes with it; null where nothing does.</param>
public sealed record ReplyPart(
    Guid Part, [property: PersonalData] string Text, ReplyOffer? Offer = null, IReadOnlyList<ReplyFile>? Files = null);

public sealed record ReplyWithheld(IReadOnlyList<Guid> Parts, string Reason, DateTimeOffset At) : ConversationEvent;

/// <summary>
/// A part may not go out as it is, and why. That it may is not recorded: <see cref="ReplySent"/> says so.
/// </summary>
/// <param name="Reason"><c>waits_for_citizen</c>, <c>quiet_hours</c>, <c>window_closed</c>, <c>opted_out</c>, <c>undeliverable</c>.</param>
public sealed record DeliveryPlanned(Guid Part, DeliveryWay Way, string Reason, DateTimeOffset At) : ConversationEvent;

public enum DeliveryWay
{
    /// <summary>He is told by an approved text to write; the part waits until he does.</summary>
    Reminder,

    /// <summary>It waits.</summary>
    Held,

    /// <summary>It goes out on another channel of his.</summary>
    OtherChannel,

    /// <summary>It does not go out.</summary>
    GivenUp,
}

/// <summary>The provider took a part.</summary>
/// <param name="AnsweredReceivedAt">
/// On a reply's first part: when the oldest message it answers was received. Response latency is the difference to
/// <paramref name="At"/>.
/// </param>
public sealed record ReplySent(
    Guid Part, Channel Channel, string Account, [property: PersonalData] string ProviderMessageId, DateTimeOffset? AnsweredReceivedAt,
    DateTimeOffset At)
    : ConversationEvent;

public sealed record ReplyDelivered(
    Guid Part, string Account, [property: PersonalData] string ProviderMessageId, DateTimeOffset At) : ConversationEvent;

public sealed record ReplyRead(
    Guid Part, string Account, [property: PersonalData] string ProviderMessageId, DateTimeOffset At) : ConversationEvent;

/// <summary>A part will not arrive.</summary>
/// <param name="Code">The provider's code, or ours: <c>expired</c>, <c>refused</c>.</param>
public sealed record ReplyFailed(
    Guid Part, Channel Channel, string Account, [property: PersonalData] string? ProviderMessageId, string Code,
    DateTimeOffset At)
    : ConversationEvent;

/// <summary>Sending was interrupted: the provider may or may not have it.</summary>
public sealed record ReplyUncertain(Guid Part, string Account, string Code, DateTimeOffset At) : ConversationEvent;

/// <summary>The provider did not have an uncertain part in two look-ups, so it is sent once more.</summary>
public sealed record ReplyResent(Guid Part, string Account, DateTimeOffset At) : ConversationEvent;

/// <summary>A human takes over; the agent is off in this conversation.</summary>
/// <param name="AgentEpoch">The new epoch: what the agent computed under an older one is never sent.</param>
/// <param name="Task">What people have to do; null in what was handed over before there were tasks.</param>
public sealed record HandedOver(
    Channel Channel, string Reason, [property: PersonalData] string? Evidence, int AgentEpoch, DateTimeOffset At,
    TaskId? Task = null)
    : ConversationEvent;

public sealed record AgentResumed(int AgentEpoch, DateTimeOffset At) : ConversationEvent;

/// <param name="Reason"><c>idle</c>, <c>full</c>, <c>staff</c>.</param>
/// <param name="HandedOver">Whether a human ever took over; what the automation rate counts.</param>
public sealed record ConversationClosed(Channel Channel, string Reason, bool HandedOver, DateTimeOffset At)
    : ConversationEvent;

/// <summary>Nothing is known of the citizen any more; what he wrote and what was answered is masked. It is over.</summary>
public sealed record CitizenErased(DateTimeOffset At) : ConversationEvent;

public enum ReplyAuthor
{
    Agent,
    Human,
    System,
}
