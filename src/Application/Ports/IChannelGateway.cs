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

    /// <summary>What files one outgoing message may carry.</summary>
    FileRules Files { get; }

    /// <summary>
    /// Whether a file's bytes go into what is sent. Otherwise it is fetched from here, so that it need only be there.
    /// </summary>
    bool SendsContent => true;

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
