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

    /// <summary>Stands in a message that a colleague wrote to the citizen, as providers report that have an app of their own.</summary>
    public const string ByColleague = "ByColleague";

    public Inbound Decode(ReadOnlyMemory<byte> payload) => TwilioDecoder.Decode(payload.Span) switch
    {
        Inbound.Message m when new TwilioForm(payload.Span).Find("ByColleague"u8) is not null =>
            new Inbound.OwnMessage(m.ProviderMessageId, m.Sender, m.To, m.ProviderAccountId, m.Text),
        var decoded => decoded,
    };

    public Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct) =>
        Task.FromResult<SendResult>(new SendResult.Accepted($"SB{message.Id:N}"));

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Task.FromResult<LookupResult>(new LookupResult.Found($"SB{message.Id:N}"));

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        AsyncEnumerable.Empty<InboundElement>();

    public Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
        source.Fetch(
            new MediaRequest(Uri.TryCreate(reference, UriKind.Absolute, out var uri) ? uri : new Uri("about:invalid"), null), ct);

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelFinding>>([new("credentials", true, "This account needs none.")]);
}
