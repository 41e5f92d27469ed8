namespace CleanFte.Application.Ports;

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
