using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Ports;

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

    /// <summary>What goes with it, within the gateway's <see cref="IChannelGateway.Files"/>.</summary>
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>Whether a colleague wrote it, so that it is no automatic answer.</summary>
    public bool IsByPerson { get; init; }

    /// <summary>What it is about, for a channel whose messages have a subject, where there is no thread.</summary>
    public string? Subject { get; init; }

    /// <summary>What the last message of the citizen had as <see cref="Inbound.Message.Thread"/>.</summary>
    public string? Thread { get; init; }
}

/// <param name="Content">
/// Its bytes, read right before it leaves; empty where a message is only looked up, or where the gateway needs none
/// (<see cref="IChannelGateway.SendsContent"/>).
/// </param>
public sealed record OutgoingFile(ReplyFile File, ReadOnlyMemory<byte> Content);

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
