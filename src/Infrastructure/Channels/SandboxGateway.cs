using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// A provider that needs no account: it speaks Twilio's webhook format and delivers to nobody. What would have been
/// sent is read from the history of messages.
/// </summary>
internal sealed class SandboxGateway(IMediaStore store) : IChannelGateway
{
    public const string Name = ChannelAccount.SandboxProvider;

    private const string Scheme = "sandbox:";

    public string Provider => Name;

    public int MaxTextLength => TwilioGateway.MaxBody;

    public FileRules Files => TwilioGateway.Rules;

    public bool SendsContent => false;

    /// <summary>Stands in a message that a colleague wrote to the citizen, as providers report that have an app of their own.</summary>
    public const string ByColleague = "ByColleague";

    public Inbound Decode(ReadOnlyMemory<byte> payload) => TwilioDecoder.Decode(payload.Span) switch
    {
        Inbound.Message m when new TwilioForm(payload.Span).Find("ByColleague"u8) is not null =>
            new Inbound.OwnMessage(m.ProviderMessageId, m.Sender, m.To, m.ProviderAccountId, m.Text),
        var decoded => decoded,
    };

    public Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct) =>
        Task.FromResult<SendResult>(new SendResult.Accepted(ProviderIdOf(message.Id)));

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Task.FromResult<LookupResult>(new LookupResult.Found(ProviderIdOf(message.Id)));

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        AsyncEnumerable.Empty<InboundElement>();

    public Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
        IsReference(reference)
            ? Uploaded(KeyOf(account.Tenant, reference), ct)
            : source.Fetch(
                new MediaRequest(Uri.TryCreate(reference, UriKind.Absolute, out var uri) ? uri : new Uri("about:invalid"), null),
                ct);

    /// <summary>What the provider would call an outgoing message.</summary>
    public static string ProviderIdOf(Guid part) => $"SB{part:N}";

    /// <summary>Names a file that was given to the sandbox itself.</summary>
    public static string NewReference() => $"{Scheme}{Guid.CreateVersion7():N}";

    public static bool IsReference(string reference) =>
        reference.StartsWith(Scheme, StringComparison.Ordinal) && Guid.TryParseExact(reference[Scheme.Length..], "N", out _);

    /// <summary>Where it lies for a day, for the message that refers to it.</summary>
    public static string KeyOf(string tenant, string reference) => $"evidence/{tenant}/sandbox/{reference[Scheme.Length..]}";

    private async Task<MediaDownload> Uploaded(string key, CancellationToken ct)
    {
        await using var file = await store.Open(key, ct);
        if (file is null)
        {
            return new MediaDownload.Refused("not_found");
        }

        var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return new MediaDownload.Fetched(content.GetBuffer().AsMemory(0, (int)content.Length), null, null);
    }

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelFinding>>([new("credentials", true, "This account needs none.")]);
}
