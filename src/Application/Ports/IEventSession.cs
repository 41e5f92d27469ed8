using CleanFte.Domain;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Ports;

/// <summary>
/// One unit of work in the tenant of the current caller: events of several streams, their inline read models, outgoing
/// messages, timers and ledger marks, saved together or not at all.
/// </summary>
public interface IEventSession
{
    string Tenant { get; }

    /// <summary>
    /// The stream's state, or null when it has no events of that kind. Whatever was loaded is checked again by <see cref="Save"/>: a
    /// stream that moved on in the meantime is a lost race.
    /// </summary>
    ValueTask<T?> Load<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T>;

    /// <summary>
    /// The same, from the database: for who decides to refuse or to do nothing, which another process's events may make
    /// wrong. A stream that this session has appended to stays as it is here: <see cref="Save"/> checks that one.
    /// </summary>
    ValueTask<T?> LoadFresh<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T>;

    /// <summary>
    /// The version of a loaded stream, what is appended in this session included; 0 when it has no events.
    /// </summary>
    long VersionOf(Guid stream);

    /// <summary>Adds a decision's events to a loaded stream and returns its state after them.</summary>
    T Append<T>(Guid stream, Decision decision)
        where T : class, IStream<T>;

    /// <summary>Begins a stream that must not exist yet.</summary>
    T Start<T>(Guid stream, Decision decision)
        where T : class, IStream<T>;

    /// <summary>
    /// Adds facts on which no invariant depends, whatever version an existing stream has by then. To a conversation that was
    /// erased nothing is added: the race is lost.
    /// </summary>
    void AppendUnchecked<T>(Guid stream, params IReadOnlyList<IEvent> events)
        where T : class, IStream<T>;

    /// <summary>Puts a message into the outbox.</summary>
    void Send(OutboxMessage message);

    /// <summary>Removes a conversation's unsent messages of the agent; what is under way is not touched.</summary>
    void WithholdAgentReplies(Guid conversation);

    /// <summary>What waits for a citizen to write to an account goes on, in whichever conversation it was said.</summary>
    void ReleaseHeld(Guid customer, string account);

    /// <summary>What is not sent yet in a conversation to its previous address goes to another one.</summary>
    void Readdress(Guid conversation, string account, string previous, string recipient);

    /// <summary>Sets a timer; one of the same stream and kind is replaced.</summary>
    void Schedule(TimerRow timer);

    /// <summary>
    /// Ends a ledger row. Its lease is checked by <see cref="Save"/>: a worker that lost it cannot save.
    /// </summary>
    void Finish(LedgerRow row, LedgerEnd end, string? reason = null);

    /// <summary>Ends or postpones an outbox row under the same check.</summary>
    void Finish(OutboxRow row, OutboxEnd end);

    /// <summary>Keeps the answer to an idempotent request, in the same commit as its effect.</summary>
    void Remember(IdempotentAnswer answer);

    /// <summary>
    /// Saves all of it in one transaction. Throws <see cref="LostRaceException"/> when another writer was faster; the
    /// session is then empty and may be used again.
    /// </summary>
    Task Save(CancellationToken ct);

    /// <summary>
    /// Loads one stream, decides, saves. A refusal or nothing new is only believed on fresh state. With an expected
    /// version (If-Match), another version is refused as stale. What <paramref name="remember"/> makes of the version
    /// afterwards is kept with the events; where there is nothing new, there is nothing to keep.
    /// </summary>
    Task<Outcome> Decide<T>(
        Guid stream, Func<T, Decision> decide, CancellationToken ct, long? expectedVersion = null,
        Func<long, IdempotentAnswer>? remember = null)
        where T : class, IStream<T>;
}

/// <summary>
/// Another writer changed something this unit of work had read. Trying again from the start is right.
/// </summary>
public sealed class LostRaceException : Exception
{
    public LostRaceException()
        : base("Another writer changed what this unit of work had read.")
    {
    }

    public LostRaceException(string message)
        : base(message)
    {
    }

    public LostRaceException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The worker's lease on a row ended before it could save; someone else has it now.</summary>
public sealed class LostLeaseException : Exception
{
    public LostLeaseException()
        : base("The lease on a claimed row ended before its work was saved.")
    {
    }

    public LostLeaseException(string message)
        : base(message)
    {
    }

    public LostLeaseException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>A recorded element, claimed by a worker.</summary>
/// <param name="Lease">The fencing token of the claim.</param>
/// <param name="Tries">Handled failures so far.</param>
/// <param name="Crashes">Leases that ended without being given back.</param>
/// <param name="Replayed">Whether it was parked before: its message may already be in a conversation.</param>
/// <param name="CorrelationId">The request that brought it, or the row itself.</param>
public sealed record LedgerRow(
    long Id,
    string Tenant,
    string Account,
    string Channel,
    string ElementKey,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset ReceivedAt,
    long Lease,
    int Tries,
    int Crashes,
    bool Replayed,
    string CorrelationId)
{
    /// <summary>Why a row is ignored that is about somebody who was erased. Its content goes, too.</summary>
    public const string Erased = "erased";

    /// <summary>
    /// Why a row is ignored that is about a message nobody knows: of somebody who was erased, perhaps. Its content goes, too.
    /// </summary>
    public const string UnknownMessage = "unknown_message";
}

/// <summary>How a ledger row ends; the number is how it is stored.</summary>
public enum LedgerEnd
{
    Processed = 1,
    Ignored = 2,
    Parked = 3,
}

/// <summary>A message to be sent.</summary>
/// <param name="AnsweredReceivedAt">On a reply's first part: when the oldest message it answers was received.</param>
public sealed record OutboxMessage(
    Guid Part,
    Guid Conversation,
    string Account,
    string Channel,
    string Recipient,
    string Text,
    string Author,
    int AgentEpoch,
    DateTimeOffset? AnsweredReceivedAt,
    ReplyOffer? Offer = null,
    string? Thread = null,
    MessageTemplate? Template = null,
    string? Subject = null,
    IReadOnlyList<ReplyFile>? Files = null);

/// <summary>An outgoing message, claimed by a worker.</summary>
/// <param name="Uncertain">Whether an earlier attempt may have arrived.</param>
/// <param name="Lookups">How often the provider was asked and did not have it.</param>
/// <param name="AttemptedAt">When the attempt in question began.</param>
/// <param name="Silenced">Whether the agent wrote it and may no longer speak: it is not sent any more.</param>
/// <param name="CorrelationId">What caused it, or the row itself.</param>
/// <param name="LastMessageAt">When the citizen wrote last in its conversation.</param>
/// <param name="Answered">Of an uncertain one: whether the provider answered with an error of its own.</param>
/// <param name="OptedOutAt">Since when he wants only answers to what he writes; null where he does not mind.</param>
public sealed record OutboxRow(
    long Id,
    string Tenant,
    OutboxMessage Message,
    long Lease,
    int Tries,
    bool Uncertain,
    int Lookups,
    bool Resent,
    DateTimeOffset? AttemptedAt,
    bool Silenced,
    string CorrelationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastMessageAt,
    DateTimeOffset? OptedOutAt,
    bool Answered);

/// <summary>What becomes of an outbox row.</summary>
public abstract record OutboxEnd
{
    private OutboxEnd()
    {
    }

    /// <summary>Sent, failed for good or withheld: the row goes, the events tell.</summary>
    public sealed record Done : OutboxEnd;

    /// <summary>Kept for a person to look at and to replay.</summary>
    public sealed record Dead(string Reason) : OutboxEnd;

    /// <summary>Waits for the citizen to write, so long at most; meanwhile it holds up nothing.</summary>
    public sealed record Held(TimeSpan AtMost) : OutboxEnd;

    /// <summary>Tried again after a pause.</summary>
    /// <param name="Answered">On an uncertain one: whether the provider answered with an error of its own.</param>
    public sealed record Later(
        TimeSpan Pause, bool Uncertain, int Lookups, bool Resent, bool CountsAsTry, bool Answered = false) : OutboxEnd;
}

/// <summary>A moment at which a stream wants to be looked at. Fires as a ledger row.</summary>
/// <param name="Kind">One timer per stream and kind: <c>idle_close</c>, <c>fetch_media:{id}</c>.</param>
/// <param name="Payload">What the handler needs to know.</param>
public sealed record TimerRow(Guid Stream, string Kind, DateTimeOffset Due, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// The same, due later than now. A process whose clock is ahead may have fired it early; a timer of the same moment would
    /// be taken for the one that was.
    /// </summary>
    public TimerRow NotBefore(DateTimeOffset now) => Due > now ? this : this with { Due = now.AddSeconds(1) };
}

/// <summary>The answer to a request that carried an Idempotency-Key.</summary>
/// <param name="Scope">Key and route.</param>
public sealed record IdempotentAnswer(
    string Scope, string Key, ReadOnlyMemory<byte> BodyHash, int Status, string? Location, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Begins a key that we made from what was sent. It is forgotten with whom an erasure concerns, where a key that somebody
    /// chose goes on being refused.
    /// </summary>
    public const string SameContent = "same ";

    /// <summary>The status of an answer about somebody who was erased since.</summary>
    public const int Gone = 410;
}
