using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>WhatsApp by Meta's Cloud API, at Meta itself or through 360dialog, which speaks the same format.</summary>
/// <param name="provider"><see cref="CloudAccount.Meta"/> or <see cref="CloudAccount.Dialog360"/>.</param>
/// <param name="http">Of <see cref="ProviderHttp.CreateClient"/>.</param>
/// <param name="publicUrl">Where the provider reaches us, without path; empty when it cannot.</param>
internal sealed class CloudApiGateway(string provider, HttpClient http, string publicUrl) : IChannelGateway
{
    private const int MaxCaption = 1_024;

    private readonly ConditionalWeakTable<ChannelAccount, CloudAccount> _accounts = [];

    private readonly CloudMedia _media = new(http);

    private readonly CloudCheck _check = new(http);

    private readonly CloudUpload _upload = new(http);

    public string Provider => provider;

    public int MaxTextLength => CloudOffer.MaxText;

    public FileRules Files { get; } = new(1, MaxCaption, 5 * 1024 * 1024, Evidence.MaxBytes, Evidence.MaxBytes)
    {
        Types = FileRules.WhatsAppTypes,
        Captioned = FileRules.WhatsAppCaptioned,
    };

    public bool ShowsReading => true;

    /// <summary>How long one request may take. The outbox's lease must outlast it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public Inbound Decode(ReadOnlyMemory<byte> payload) => CloudDecoder.Decode(payload);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        if (message.Text.Length > CloudOffer.MaxText)
            return new SendResult.Refused("100", $"The text is longer than {CloudOffer.MaxText} characters.");
        if (Known(account) is not { } cloud)
            return new SendResult.TryLater("settings", null);
        string? upload = null;
        if (message.Files is [{ } file, ..])
        {
            (upload, var problem) = await _upload.Put(cloud, file, ct);
            if (problem is not null)
                return problem;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        using var content = new SentJson(CloudMessage.Of(message, upload));
        using var request = cloud.Post(content);
        var (meaning, interrupted) = await ProviderHttp.HandOver(
            content,
            async () =>
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                return (await CloudAnswer.Read(response, limit.Token)).Meaning(response);
            },
            ct);
        return interrupted ?? meaning!;
    }

    /// <summary>
    /// A sent message cannot be asked for. The status callback carries our id and is looked at first; where none has come,
    /// nothing more can be known, and the message counts as absent: rather twice than never.
    /// </summary>
    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Task.FromResult<LookupResult>(new LookupResult.Absent());

    /// <summary>Nothing: webhooks are redelivered for seven days, and there is no list to ask for.</summary>
    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        AsyncEnumerable.Empty<InboundElement>();

    public async Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct)
    {
        if (Known(account) is not { } cloud)
            return new MediaDownload.Failed("settings");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        var (uri, failure) = await _media.Locate(cloud, reference, limit.Token, ct);
        return uri is null ? failure! : await source.Fetch(CloudMedia.RequestFor(cloud, uri), ct);
    }

    public async Task ShowRead(ChannelAccount account, string providerMessageId, CancellationToken ct)
    {
        if (Known(account) is not { } cloud)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        using var content = new SentJson(CloudMessage.Read(providerMessageId));
        using var request = cloud.Post(content);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // A courtesy. The answer itself will tell what is wrong.
        }
    }

    public async Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct)
    {
        if (Known(account) is not { } cloud)
            return [new("credentials", false, "The account's settings are incomplete, or ApiBaseUrl is no web address.")];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        return await _check.Look(provider, cloud, limit.Token, ct);
    }

    private CloudAccount? Known(ChannelAccount account)
    {
        if (_accounts.TryGetValue(account, out var known))
            return known;
        return CloudAccount.From(account, publicUrl) is { } made ? _accounts.GetValue(account, _ => made) : null;
    }
}
