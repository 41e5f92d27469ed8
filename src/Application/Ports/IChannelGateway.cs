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
    /// What citizens sent since a moment, asked from the provider because it does not redeliver. Elements carry the
    /// same keys as the webhook's, so recording them again is a no-op. Throws <see cref="HttpRequestException"/> when
    /// the provider cannot be asked.
    /// </summary>
    IAsyncEnumerable<InboundElement> Missed(ChannelAccount account, DateTimeOffset since, CancellationToken ct);

    /// <summary>How to fetch a media file of an inbound message: its address and what to authenticate with.</summary>
    MediaRequest RequestFor(ChannelAccount account, string mediaReference);
}

/// <summary>A tenant's account with a provider. Names are unique per database.</summary>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Name">The name in webhook addresses and configuration.</param>
/// <param name="Provider">Which gateway speaks for it.</param>
/// <param name="Address">
/// The address citizens write to, as the provider spells it: <c>whatsapp:+14155238886</c>.
/// </param>
/// <param name="Channel">The channel it serves, as written outside: <c>whatsapp</c>.</param>
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

    public string Setting(string key) => Settings.TryGetValue(key, out var value) ? value : "";

    /// <summary>Whether a payload's own address and account id are this account's.</summary>
    public bool Owns(string address, string? providerAccountId) =>
        string.Equals(address, Address, StringComparison.OrdinalIgnoreCase)
        && (providerAccountId is null || Setting("AccountSid") is "" || Setting("AccountSid") == providerAccountId);
}

/// <summary>One element of a webhook or of a recovery, ready for the ledger.</summary>
/// <param name="Key">
/// Unique per account: <c>m:{id}</c> a message, <c>s:{id}:{status}</c> a status, <c>r:</c> a reaction, <c>e:</c> an
/// edit,
/// <c>x:</c> a revocation, <c>u:</c> what is not known.
/// </param>
/// <param name="Lane">What must be processed in order: the sender's address, or one outgoing message.</param>
/// <param name="Payload">The element as received.</param>
public sealed record InboundElement(string Key, string Lane, ReadOnlyMemory<byte> Payload);

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
    /// <param name="To">The address it was written to; compared with the account's own.</param>
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
        string To,
        string? ProviderAccountId,
        string? ProfileName,
        string Text,
        string? ButtonPayload,
        IReadOnlyList<InboundMedia> Media,
        InboundLocation? Location) : Inbound
    {
        public const int MaxMedia = 10;

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
        string To,
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
        string ProviderMessageId, SenderIdentity Recipient, string From, string? ProviderAccountId, string Text) : Inbound
    {
        public bool IsFor(ChannelAccount account) => account.Owns(From, ProviderAccountId);
    }

    /// <summary>Nothing we know; recorded and ignored with the reason.</summary>
    /// <param name="Reason">A stable word: <c>unknown_event</c>, <c>no_message_id</c>.</param>
    public sealed record Unknown(string Reason) : Inbound;
}

/// <summary>An identifier the provider authenticated.</summary>
/// <param name="Kind">What kind: <c>phone</c> (E.164 with +) or <c>whatsapp_user</c> (ids of phone-less users).</param>
/// <param name="Value">Its value in canonical spelling.</param>
public readonly record struct SenderIdentity(string Kind, string Value);

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
public sealed record OutgoingMessage(Guid Id, string Recipient, string Text);

/// <summary>What came of handing a message over.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider took it and named it.</summary>
    public sealed record Accepted(string ProviderMessageId) : SendResult;

    /// <summary>The provider will never take it; the code says why.</summary>
    public sealed record Refused(string Code, string Explanation) : SendResult;

    /// <summary>Not now: overloaded, unreachable before anything was sent, or told to wait.</summary>
    /// <param name="Code">Why, as a stable word or the provider's code.</param>
    /// <param name="After">How long the provider asks to wait, or null.</param>
    /// <param name="CountsAsTry">False when it was not even tried: a limit of ours, or an open circuit.</param>
    public sealed record TryLater(string Code, TimeSpan? After, bool CountsAsTry = true) : SendResult;

    /// <summary>It may have arrived: the connection broke or timed out after the request had left.</summary>
    public sealed record Uncertain(string Code) : SendResult;
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
/// <param name="Authorization">The value of the Authorization header for that host only, or null.</param>
public sealed record MediaRequest(Uri Uri, string? Authorization);
