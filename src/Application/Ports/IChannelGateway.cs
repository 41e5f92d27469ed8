using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Ports;

/// <summary>
/// One provider's wire format, in both directions. A gateway keeps no state of its own: what was received, sent or left
/// open is in the ledger and the outbox.
/// </summary>
public interface IChannelGateway
{
    /// <summary>The provider's name in configuration: <c>twilio</c>, <c>sandbox</c>.</summary>
    string Provider { get; }

    /// <summary>Characters that one outgoing message may hold.</summary>
    int MaxTextLength { get; }

    /// <summary>
    /// Reads one recorded element. Pure, and total: a payload that makes no sense is an <see cref="Inbound.Unknown"/>,
    /// never an exception, because a message that cannot be read must not stop the ones behind it.
    /// </summary>
    Inbound Decode(ReadOnlyMemory<byte> payload);

    /// <summary>
    /// Hands one message over. Never throws for what the provider or the network does. A cancellation throws only while
    /// nothing has left; afterwards it is <see cref="SendResult.Uncertain"/>, so that a stop cannot double a message.
    /// </summary>
    Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct);

    /// <summary>
    /// Asks the provider whether a message whose sending was interrupted has arrived there. The answer to a crash
    /// between sending and recording.
    /// </summary>
    /// <param name="account">The account it was sent from.</param>
    /// <param name="message">The message in question.</param>
    /// <param name="since">When the attempt began; nothing older counts.</param>
    /// <param name="others">
    /// The provider's ids of our other messages in the conversation: two may have the same text, and one must not be
    /// taken for the other.
    /// </param>
    /// <param name="ct">Stops the look-up.</param>
    Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct);

    /// <summary>
    /// What citizens sent since the cursor, asked from the provider because it does not redeliver. Elements carry the
    /// same keys as the webhook's, so recording them again is a no-op. Throws <see cref="HttpRequestException"/> when
    /// the provider cannot be asked.
    /// </summary>
    IAsyncEnumerable<InboundElement> Missed(ChannelAccount account, RecoveryCursor cursor, CancellationToken ct);

    /// <summary>
    /// Downloads a file of an inbound message, with the account's credentials where the provider asks for them. Never
    /// throws for what the provider or the network does.
    /// </summary>
    /// <param name="account">The account it was sent to.</param>
    /// <param name="reference">Its address or id, as <see cref="InboundMedia.Reference"/> has it.</param>
    /// <param name="source">Downloads from an address, guarded against being sent elsewhere.</param>
    /// <param name="ct">Stops it.</param>
    Task<MediaDownload> Fetch(ChannelAccount account, string reference, IMediaSource source, CancellationToken ct);

    /// <summary>Whether citizens can be shown that their messages were read.</summary>
    bool ShowsReading => false;

    /// <summary>
    /// Shows the citizen that his message was read and that an answer is being written, where the provider can. It is a
    /// courtesy: whatever goes wrong is ignored.
    /// </summary>
    Task ShowRead(ChannelAccount account, string providerMessageId, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Asks the provider whether credentials and webhook are right. Never throws for what it answers.
    /// </summary>
    Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct);
}

/// <summary>Where asking a provider for what was missed begins.</summary>
/// <param name="Since">By our clock; nothing older was missed.</param>
/// <param name="Position">The provider's own cursor, of the last <see cref="InboundElement.Position"/>; null at first.</param>
public readonly record struct RecoveryCursor(DateTimeOffset Since, string? Position);

/// <summary>One thing that was looked at about an account.</summary>
/// <param name="What">A stable word: <c>credentials</c>, <c>webhook</c>, <c>address</c>.</param>
/// <param name="Explanation">What is wrong and what to do; else what is right.</param>
public sealed record ChannelFinding(string What, bool IsRight, string Explanation);

/// <summary>A tenant's account with a provider. Names are unique per database.</summary>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Name">The name in webhook addresses and configuration.</param>
/// <param name="Provider">Which gateway speaks for it.</param>
/// <param name="Address">
/// The address citizens write to, as the provider spells it: <c>whatsapp:+14155238886</c>.
/// </param>
/// <param name="Channel">The channel it serves, as written outside: <c>whatsapp</c>, <c>email</c>.</param>
/// <param name="Settings">
/// The provider's own settings (AccountSid, AuthToken, ApiBaseUrl ...), by configuration key.
/// </param>
public sealed record ChannelAccount(
    string Tenant,
    string Name,
    string Provider,
    string Address,
    string Channel,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Provider of accounts that nothing leaves by: replies are read from the conversation.</summary>
    public const string InternalProvider = "rest";

    /// <summary>An account that an integrator's or our own front end speaks by, in a channel's form.</summary>
    public static ChannelAccount Internal(string tenant, string channel) =>
        new(tenant, $"@{channel}", InternalProvider, "", channel, new Dictionary<string, string>());

    /// <summary>The provider's own id of the account, as its payloads have it; empty where there is none.</summary>
    public string ProviderId { get; init; } = "";

    /// <summary>Whether it is in use: otherwise nothing is taken, and what is to be sent waits.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How long free text may be sent after the citizen wrote; null where it always may.</summary>
    public TimeSpan? Window { get; init; }

    public string Setting(string key) => Settings.TryGetValue(key, out var value) ? value : "";

    /// <summary>
    /// Whether a payload is this account's by its address and account id; what it does not tell is null. It must tell one.
    /// </summary>
    public bool Owns(string? address, string? providerAccountId) =>
        (address ?? providerAccountId) is not null
        && (address is null || string.Equals(address, Address, StringComparison.OrdinalIgnoreCase))
        && (providerAccountId is null || ProviderId.Length == 0 || ProviderId == providerAccountId);
}

/// <summary>One element of a webhook or of a recovery, ready for the ledger.</summary>
/// <param name="Key">
/// Unique per account: <c>m:{id}</c> a message, <c>s:{id}:{status}</c> a status, <c>r:</c> a reaction, <c>e:</c> an
/// edit,
/// <c>x:</c> a revocation, <c>u:</c> what is not known.
/// </param>
/// <param name="Lane">What must be processed in order: the sender's address, or one outgoing message.</param>
/// <param name="Payload">The element as received.</param>
public sealed record InboundElement(string Key, string Lane, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// In a recovery: where the next may begin, once this element and all before it are stored. Null says nothing.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>Nothing to be stored, only a position that was reached.</summary>
    public static InboundElement At(string position) => new("", "", default) { Position = position };
}

/// <summary>What a recorded element says.</summary>
public abstract record Inbound
{
    private Inbound()
    {
    }

    /// <summary>A person wrote something.</summary>
    /// <param name="ProviderMessageId">The provider's id of the message.</param>
    /// <param name="Sender">Who, as the provider vouches for it.</param>
    /// <param name="ReplyAddress">Where an answer goes, as the provider spells it.</param>
    /// <param name="To">The address it was written to; compared with the account's own. Null where the payload has none.</param>
    /// <param name="ProviderAccountId">
    /// The provider's own account id in the payload (Twilio's AccountSid), or null.
    /// </param>
    /// <param name="ProfileName">The name the sender gave himself, or null.</param>
    /// <param name="Text">The text; empty when there is none. A pressed button's text counts as text.</param>
    /// <param name="ButtonPayload">The payload of a pressed button or list row, or null.</param>
    /// <param name="Media">Files, at most <see cref="MaxMedia"/>.</param>
    /// <param name="Location">A shared place, or null.</param>
    public sealed record Message(
        string ProviderMessageId,
        SenderIdentity Sender,
        string ReplyAddress,
        string? To,
        string? ProviderAccountId,
        string? ProfileName,
        string Text,
        string? ButtonPayload,
        IReadOnlyList<InboundMedia> Media,
        InboundLocation? Location) : Inbound
    {
        public const int MaxMedia = 10;

        /// <summary>By what else the provider knows the sender, as surely; each leads to the same person.</summary>
        public IReadOnlyList<SenderIdentity> AlsoKnownAs { get; init; } = [];

        /// <summary>Our id of the message that it answers, where it shows that it was received; else null.</summary>
        public Guid? Answers { get; init; }

        /// <summary>
        /// What the gateway needs to answer in the same thread, as only it reads it; null where an address suffices.
        /// </summary>
        public string? Thread { get; init; }

        /// <summary>Before a service's code in the payload of a button that chooses it.</summary>
        public const string ServiceButton = "service:";

        /// <summary>
        /// Whether it was written to that account, and not to another one by the same webhook address.
        /// </summary>
        public bool IsFor(ChannelAccount account) => account.Owns(To, ProviderAccountId);
    }

    /// <summary>The provider tells what became of a message of ours.</summary>
    /// <param name="ProviderMessageId">The provider's id of our message.</param>
    /// <param name="State">What became of it.</param>
    /// <param name="ReplyPartId">Our own id of it, where the provider hands it back; else null.</param>
    /// <param name="To">Our own address in the payload; compared with the account's.</param>
    /// <param name="ProviderAccountId">The provider's own account id in the payload, or null.</param>
    /// <param name="ErrorCode">The provider's error code, or null.</param>
    public sealed record Status(
        string ProviderMessageId,
        DeliveryState State,
        Guid? ReplyPartId,
        string? To,
        string? ProviderAccountId,
        string? ErrorCode) : Inbound
    {
        /// <summary>Whether it is about a message of that account.</summary>
        public bool IsFor(ChannelAccount account) => account.Owns(To, ProviderAccountId);
    }

    /// <summary>Somebody wrote to a citizen in our name, from the provider's own app or by another program.</summary>
    /// <param name="ProviderMessageId">The provider's id of the message; our own are known by it.</param>
    /// <param name="Recipient">To whom, as the provider vouches for it.</param>
    /// <param name="From">Our own address in the payload; compared with the account's.</param>
    /// <param name="ProviderAccountId">The provider's own account id in the payload, or null.</param>
    public sealed record OwnMessage(
        string ProviderMessageId, SenderIdentity Recipient, string? From, string? ProviderAccountId, string Text) : Inbound
    {
        public bool IsFor(ChannelAccount account) => account.Owns(From, ProviderAccountId);
    }

    /// <summary>Somebody changed or took back a message of his, or reacted to one of either side.</summary>
    /// <param name="Target">The provider's id of the message that it is about.</param>
    /// <param name="Sender">Who.</param>
    /// <param name="To">The account's address in the payload, or null.</param>
    /// <param name="ProviderAccountId">The provider's own account id in the payload, or null.</param>
    /// <param name="Text">The new text, or the emoji; null for a revocation and for a reaction that was taken back.</param>
    public sealed record Amendment(
        AmendmentKind Kind, string Target, SenderIdentity Sender, string? To, string? ProviderAccountId, string? Text) : Inbound
    {
        public bool IsFor(ChannelAccount account) => account.Owns(To, ProviderAccountId);
    }

    /// <summary>The provider tells that a person is known by something else from now on.</summary>
    /// <param name="Old">By what he was known.</param>
    /// <param name="New">By what he is known now.</param>
    /// <param name="ReplyAddress">Where answers go from now on.</param>
    /// <param name="ProviderAccountId">The provider's own account id in the payload, or null.</param>
    public sealed record IdentityChanged(
        SenderIdentity Old, SenderIdentity New, string ReplyAddress, string? To, string? ProviderAccountId) : Inbound
    {
        public bool IsFor(ChannelAccount account) => account.Owns(To, ProviderAccountId);
    }

    /// <summary>The provider tells that there is something to be asked for, not what: what was missed is fetched.</summary>
    public sealed record Notice : Inbound;

    /// <summary>Nothing we know; recorded and ignored with the reason.</summary>
    /// <param name="Reason">A stable word: <c>unknown_event</c>, <c>no_message_id</c>.</param>
    public sealed record Unknown(string Reason) : Inbound;
}

/// <summary>An identifier the provider authenticated.</summary>
/// <param name="Kind">
/// What kind: <c>phone</c> (E.164 with +), <c>whatsapp_user</c> (ids of phone-less users), <c>lid</c> (WhatsApp's hidden
/// ids), <c>email</c>, <c>external</c>.
/// </param>
/// <param name="Value">Its value in canonical spelling.</param>
/// <param name="IsVerified">False where anybody could have put the address there: mail that failed DMARC and DKIM.</param>
public readonly record struct SenderIdentity(string Kind, string Value, bool IsVerified = true);

public enum AmendmentKind
{
    Edited,
    Revoked,
    Reacted,
}

/// <summary>A file that came with a message, still at the provider.</summary>
/// <param name="Reference">Its URL or id at the provider.</param>
/// <param name="DeclaredType">The content type the provider says; it is checked against the bytes later.</param>
public sealed record InboundMedia(string Reference, string DeclaredType);

/// <summary>A place, in WGS 84 degrees.</summary>
public sealed record InboundLocation(double Latitude, double Longitude, string? Address, string? Label);

/// <summary>What a provider reports of an outgoing message, in rising rank.</summary>
public enum DeliveryState
{
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,
}

/// <summary>One part of a reply, as it leaves.</summary>
/// <param name="Id">Our id of the part; the provider hands it back in its callback.</param>
/// <param name="Recipient">The citizen's address, as the provider spells it.</param>
/// <param name="Text">At most the channel's limit (WhatsApp through Twilio: 1,600 characters).</param>
public sealed record OutgoingMessage(Guid Id, string Recipient, string Text)
{
    /// <summary>What the citizen may choose from, or is asked for; a gateway without such things says it in words.</summary>
    public ReplyOffer? Offer { get; init; }

    /// <summary>The approved template that is sent instead of the text, where free text is not allowed.</summary>
    public MessageTemplate? Template { get; init; }

    /// <summary>Whether a colleague wrote it, so that it is no automatic answer.</summary>
    public bool IsByPerson { get; init; }

    /// <summary>What it is about, for a channel whose messages have a subject, where there is no thread.</summary>
    public string? Subject { get; init; }

    /// <summary>What the last message of the citizen had as <see cref="Inbound.Message.Thread"/>.</summary>
    public string? Thread { get; init; }
}

/// <summary>A text that the provider has approved beforehand, with places to fill.</summary>
/// <param name="Name">Its name at the provider; for Twilio the ContentSid.</param>
/// <param name="Language">The language's code as the provider spells it: <c>es</c>, <c>en_US</c>.</param>
/// <param name="Values">What goes into its places, in order.</param>
public sealed record MessageTemplate(string Name, string Language, IReadOnlyList<string> Values);

/// <summary>What came of handing a message over.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider took it and named it.</summary>
    public sealed record Accepted(string ProviderMessageId) : SendResult;

    /// <summary>The provider will never take it; the code says why, the cause what can be done.</summary>
    public sealed record Refused(string Code, string Explanation, RefusalCause Cause = RefusalCause.Message) : SendResult;

    /// <summary>Not now: overloaded, unreachable before anything was sent, or told to wait.</summary>
    /// <param name="Code">Why, as a stable word or the provider's code.</param>
    /// <param name="After">How long the provider asks to wait, or null.</param>
    /// <param name="CountsAsTry">False when it was not even tried: a limit of ours, or an open circuit.</param>
    public sealed record TryLater(string Code, TimeSpan? After, bool CountsAsTry = true) : SendResult;

    /// <summary>It may have arrived: the connection broke or timed out after the request had left.</summary>
    /// <param name="Answered">
    /// Whether the provider said that something went wrong with it (5xx). What is then not there was not taken, and is tried
    /// again like anything it turned away.
    /// </param>
    public sealed record Uncertain(string Code, bool Answered = false) : SendResult;
}

/// <summary>Why a provider refuses a message for good.</summary>
public enum RefusalCause
{
    /// <summary>The message itself: nothing else would help.</summary>
    Message,

    /// <summary>Free text is not allowed any more: an approved text, or another channel.</summary>
    WindowClosed,

    /// <summary>The citizen cannot be reached on this channel: another one.</summary>
    Recipient,

    /// <summary>He does not want messages from this account.</summary>
    OptedOut,
}

/// <summary>What the provider knows of an interrupted message.</summary>
public abstract record LookupResult
{
    private LookupResult()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(string ProviderMessageId) : LookupResult;

    /// <summary>The provider answered, and it is not there.</summary>
    public sealed record Absent : LookupResult;

    /// <summary>The provider could not be asked.</summary>
    public sealed record Unanswered(string Code) : LookupResult;
}

/// <summary>Where a media file is, and the credential its first host may see.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Authorization">The value of the header for that host only, or null.</param>
/// <param name="Header">The header that carries it.</param>
/// <param name="Trusted">
/// An origin that the account's own settings name, so that neither https nor a public address is asked of it; or null.
/// </param>
public sealed record MediaRequest(Uri Uri, string? Authorization, string Header = "Authorization", Uri? Trusted = null);
