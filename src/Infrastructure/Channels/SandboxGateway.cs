using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// A provider that needs no account: it speaks Twilio's webhook format and delivers to nobody. What would have been
/// sent is read from the history of messages.
/// </summary>
internal sealed class SandboxGateway : IChannelGateway
{
    public const string Name = "sandbox";

    public string Provider => Name;

    public int MaxTextLength => TwilioGateway.MaxBody;

    public Inbound Decode(ReadOnlyMemory<byte> payload) => TwilioDecoder.Decode(payload.Span);

    public Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct) =>
        Task.FromResult<SendResult>(new SendResult.Accepted($"SB{message.Id:N}"));

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Task.FromResult<LookupResult>(new LookupResult.Found($"SB{message.Id:N}"));

    public IAsyncEnumerable<InboundElement> Missed(ChannelAccount account, DateTimeOffset since,
        CancellationToken ct) =>
        AsyncEnumerable.Empty<InboundElement>();

    public MediaRequest RequestFor(ChannelAccount account, string mediaReference) =>
        new(Uri.TryCreate(mediaReference, UriKind.Absolute, out var uri) ? uri : new Uri("about:invalid"), null);
}
