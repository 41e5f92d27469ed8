using System.Net;
using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>E-mail through a Gmail mailbox, by Gmail's REST API of version 1.</summary>
internal sealed class GmailGateway : IChannelGateway
{
    /// <summary>Characters of one mail; a letter of ours has some thousands.</summary>
    public const int MaxBody = 50_000;

    /// <summary>Bytes of all files of a mail: in base64 they are 14 MB, and many mailboxes take no more.</summary>
    private const int MaxAttached = 10 * 1024 * 1024;

    private readonly GmailOptions _options;

    private readonly GmailApi _api;

    private readonly GmailSending _sending;

    private readonly SentMailSearch _search;

    private readonly GmailRecovery _recovery;

    private readonly GmailFiles _files;

    private readonly ConditionalWeakTable<ChannelAccount, GmailAccount> _accounts = [];

    public GmailGateway(HttpClient http, GmailOptions options)
    {
        _options = options;
        var tokens = new GmailTokens(http, options);
        _api = new GmailApi(http, tokens, options);
        _sending = new GmailSending(http, tokens, options);
        _search = new SentMailSearch(_api);
        _recovery = new GmailRecovery(_api, options.Clock);
        _files = new GmailFiles(_api);
    }

    public string Provider => "gmail";

    public int MaxTextLength => MaxBody;

    public FileRules Files { get; } = new(ReplyFile.MaxFiles, MaxBody, MaxAttached, MaxAttached, MaxAttached);

    public Inbound Decode(ReadOnlyMemory<byte> payload) => GmailDecoder.Decode(payload.Span);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        if (message.Text.Length > MaxBody)
            return new SendResult.Refused("too_long", $"The text is longer than {MaxBody} characters.");
        return Known(account) is { } gmail
            ? await _sending.Send(gmail, message, ct)
            : new SendResult.TryLater("settings", null);
    }

    public async Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct)
    {
        if (Known(account) is not { } gmail)
            return new LookupResult.Unanswered("settings");
        try
        {
            return await _search.Find(gmail, message, since, others, ct) is { } sent
                ? new LookupResult.Found(sent)
                : new LookupResult.Absent();
        }
        catch (HttpRequestException failure)
        {
            return new LookupResult.Unanswered(ProviderHttp.CodeOf(failure));
        }
    }

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        Known(account) is { } gmail
            ? _recovery.Missed(gmail, cursor, ct)
            : throw new HttpRequestException($"Account {account.Name}: its settings are incomplete.");

    public async Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
        Known(account) is { } gmail
            ? await _files.Fetch(gmail, reference, ct)
            : new MediaDownload.Failed("settings");

    public async Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct)
    {
        if (Known(account) is not { } gmail)
            return [new("credentials", false, "ClientId or RefreshToken is missing, or a URL is no web address.")];
        try
        {
            var profile = await _api.Get(gmail, "profile", GmailJson.Default.MailboxProfile, ct);
            return
            [
                new("credentials", true, "Google takes the client's credentials and the refresh token."),
                string.Equals(profile.EmailAddress, gmail.Address, StringComparison.OrdinalIgnoreCase)
                    ? new("address", true, $"The mailbox is {gmail.Address}.")
                    : new("address", false,
                        $"The refresh token is of {profile.EmailAddress}; let Address be that, or make a token of {gmail.Address}."),
                await Webhook(gmail, ct),
            ];
        }
        catch (HttpRequestException failure)
        {
            return [new("credentials", false, Explanation(failure))];
        }
    }

    private async Task<ChannelFinding> Webhook(GmailAccount account, CancellationToken ct)
    {
        if (account.Topic.Length == 0)
            return new("webhook", true, "Topic is not set, so the mailbox is asked every ten minutes and no push is needed.");
        if (account.WebhookUrl.Length == 0)
            return new("webhook", false, "PublicUrl is not set, so Pub/Sub cannot reach the webhook.");
        if (account.ServiceAccount.Length == 0)
            return new("webhook", false, "ServiceAccount is not set, so no push is accepted; set it to whom Pub/Sub signs as.");
        try
        {
            await _recovery.Watch(account, ct);
            return new("webhook", true, $"Gmail publishes to {account.Topic}; let its subscription push to {account.WebhookUrl}.");
        }
        catch (HttpRequestException failure)
        {
            return new("webhook", false,
                $"Gmail may not publish to {account.Topic} ({ProviderHttp.CodeOf(failure)}); "
                + "let gmail-api-push@system.gserviceaccount.com be its publisher.");
        }
    }

    private static string Explanation(HttpRequestException failure) => failure.StatusCode switch
    {
        HttpStatusCode.Unauthorized =>
            "Google does not take the client's credentials or the refresh token; make a new token with the scope gmail.modify.",
        HttpStatusCode.Forbidden =>
            "Google forbids it: enable the Gmail API in the project, and make a token with the scope gmail.modify.",
        _ => $"Google could not be asked ({ProviderHttp.CodeOf(failure)}). Try again.",
    };

    private GmailAccount? Known(ChannelAccount account)
    {
        if (_accounts.TryGetValue(account, out var known))
            return known;
        return GmailAccount.From(account, _options.PublicUrl) is { } made ? _accounts.GetValue(account, _ => made) : null;
    }
}
