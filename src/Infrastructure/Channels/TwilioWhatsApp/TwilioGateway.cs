using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>WhatsApp through Twilio's REST API of 2010-04-01.</summary>
internal sealed class TwilioGateway(HttpClient http, TwilioOptions options) : IChannelGateway
{
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>Characters of one message, Twilio's limit (error 21617).</summary>
    public const int MaxBody = 1_600;

    /// <summary>
    /// One file a message; Twilio takes pictures of 5 MB and anything else of 16 MB. Beside a document or a sound it drops the
    /// text.
    /// </summary>
    public static readonly FileRules Rules = new(1, MaxCaption, 5 * 1024 * 1024, 16 * 1024 * 1024, 16 * 1024 * 1024)
    {
        Types = FrozenSet.Create(
            "image/jpeg", "image/png", "video/mp4", "audio/ogg", "audio/amr", "audio/aac", "audio/mpeg", "application/pdf"),
        Captioned = FrozenSet.Create(ReplyFile.Image, ReplyFile.Video),
    };

    private const int MaxCaption = 1_024;

    private const int LookUpPageSize = 100;

    private const int MaxLookUpPages = 10;

    /// <summary>Twilio dates in whole seconds, by its own clock.</summary>
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromSeconds(5);

    /// <summary>What a media reference that is no web address leads to; every guarded download refuses it.</summary>
    private static readonly Uri Nowhere = new("about:invalid");

    private readonly TwilioListing _listing = new(http, options.Timeout);

    private readonly ConditionalWeakTable<ChannelAccount, TwilioAccount> _accounts = [];

    public string Provider => "twilio";

    public int MaxTextLength => MaxBody;

    public FileRules Files => Rules;

    public bool SendsContent => false;

    public Inbound Decode(ReadOnlyMemory<byte> payload) => TwilioDecoder.Decode(payload.Span);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        var text = TextOf(message);
        if (text.Length > MaxBody)
            return new SendResult.Refused("21617", $"The text is longer than {MaxBody} characters.");
        if (Known(account) is not { } twilio)
            return new SendResult.TryLater("settings", null);
        if (message.Files.Count > 0 && options.PublicUrl.Length == 0)
            return new SendResult.TryLater("public_url", null);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        var file = message.Files is [{ File.Media: var media }, ..]
            ? TwilioFileLink.Of(twilio.WebhookUrl, account, media, options.Clock.GetUtcNow())
            : "";
        using var content = new TwilioSendContent(twilio, message, text, file);
        using var request = new HttpRequestMessage(HttpMethod.Post, twilio.Messages) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", twilio.Authorization);
        var (meaning, interrupted) = await ProviderHttp.HandOver(
            content,
            async () =>
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                return (await TwilioAnswer.Read(response, limit.Token)).Meaning(response);
            },
            ct);
        return interrupted ?? meaning!;
    }

    public async Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct)
    {
        if (Known(account) is not { } twilio)
            return new LookupResult.Unanswered("settings");

        // Not filtered by DateSent: a message that waits in Twilio's queue has none yet, and would seem absent.
        var query = $"To={Uri.EscapeDataString(message.Recipient)}&From={Uri.EscapeDataString(account.Address)}"
            + $"&PageSize={LookUpPageSize}";
        var oldest = since - ClockAllowance;
        try
        {
            await foreach (var page in _listing.Messages(twilio, query, MaxLookUpPages, ct))
            {
                var recent = (page.Messages ?? []).Where(sent => !(sent.Created < oldest)).ToList();
                if (recent.Find(sent => IsThat(sent, message) && !others.Contains(sent.Sid ?? "")) is { Sid: { } sid })
                    return new LookupResult.Found(sid);
                // Newest first: behind a page of older ones nothing newer comes.
                if (recent.Count == 0)
                    break;
            }

            return new LookupResult.Absent();
        }
        catch (HttpRequestException failure)
        {
            return new LookupResult.Unanswered(ProviderHttp.CodeOf(failure));
        }
    }

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        Known(account) is { } twilio
            ? TwilioRecovery.Missed(_listing, twilio, cursor.Since - ClockAllowance, ct)
            : throw new HttpRequestException(
                $"Account {account.Name}: AccountSid is missing or ApiBaseUrl is no web address.");

    public Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct)
    {
        if (!Uri.TryCreate(reference, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return source.Fetch(new MediaRequest(Nowhere, null), ct);
        var twilio = Known(account);
        return source.Fetch(
            twilio is not null && twilio.Trusts(uri)
                ? new MediaRequest(uri, twilio.Authorization, Trusted: twilio.ApiBase)
                : new MediaRequest(uri, null),
            ct);
    }

    public async Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct)
    {
        if (Known(account) is not { } twilio)
            return [new("credentials", false, "AccountSid is missing or ApiBaseUrl is no web address.")];

        try
        {
            await foreach (var page in _listing.Messages(twilio, "PageSize=1", 1, ct))
                break;

            return
            [
                new("credentials", true, "Twilio takes AccountSid and AuthToken."),
                twilio.Callback.Length > 0
                    ? new("webhook", true, $"In Twilio's console, let the sender's webhook be {twilio.WebhookUrl}.")
                    : new("webhook", false, "PublicUrl is not set, so Twilio can reach neither the webhook nor the status callback."),
            ];
        }
        catch (HttpRequestException failure)
        {
            return
            [
                new("credentials", false, failure.StatusCode is System.Net.HttpStatusCode.Unauthorized
                    ? "Twilio does not take AccountSid and AuthToken; its console shows both."
                    : $"Twilio could not be asked ({ProviderHttp.CodeOf(failure)}). Try again."),
            ];
        }
    }

    private static bool IsThat(MessageResource sent, OutgoingMessage message) =>
        sent is { Direction: "outbound-api", Sid.Length: > 0, Body: var body }
        && (message.Template is not null
            || ((body ?? "").AsSpan().Trim().SequenceEqual(TextOf(message).AsSpan().Trim())
                && sent.HasMedia == (message.Files.Count > 0)));

    /// <summary>Free text has no buttons here: what may be chosen is numbered, where there is room.</summary>
    private static string TextOf(OutgoingMessage message) =>
        message.Offer is { Choices.Count: > 0 } offer
        && message.Text.Length + offer.AsLines().Length + "\n".Length <= MaxBody
            ? $"{message.Text}\n{offer.AsLines()}"
            : message.Text;

    private TwilioAccount? Known(ChannelAccount account)
    {
        if (_accounts.TryGetValue(account, out var known))
            return known;
        if (TwilioAccount.From(account, options.PublicUrl) is not { } made)
            return null;
        return _accounts.GetValue(account, _ => made);
    }
}
