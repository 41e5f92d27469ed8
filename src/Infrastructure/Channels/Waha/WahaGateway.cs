using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// WhatsApp by WAHA, which links a telephone's own account. It knows no window of 24 hours and no templates.
/// </summary>
/// <param name="http">Of <see cref="ProviderHttp.CreateClient"/>, with <see cref="Idle"/>.</param>
/// <param name="publicUrl">Where WAHA reaches us, without path; empty when it cannot.</param>
internal sealed class WahaGateway(HttpClient http, string publicUrl) : IChannelGateway
{
    public const string Name = "waha";

    /// <summary>How long a connection may rest: WAHA's server closes what idles for five seconds.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    /// <summary>Characters of one message; longer ones are shown cut on many telephones.</summary>
    public const int MaxText = 4_096;

    private const int MaxCaption = 1_024;

    /// <summary>How long a message with a file may take: WAHA answers when WhatsApp has it.</summary>
    public static readonly TimeSpan FileTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What a file's reference that is no web address leads to; every guarded download refuses it.</summary>
    private static readonly Uri Nowhere = new("about:invalid");

    private static readonly SendResult NoRecipient = new SendResult.Refused(
        "no_recipient", "The recipient is neither a number nor a hidden id.", RefusalCause.Recipient);

    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(30);

    private readonly ConditionalWeakTable<ChannelAccount, WahaAccount> _accounts = [];

    private readonly WahaHttp _http = new(http, ListTimeout);

    private readonly WahaHistory _history = new(new WahaHttp(http, ListTimeout));

    public string Provider => Name;

    public int MaxTextLength => MaxText;

    public FileRules Files { get; } = new(1, MaxCaption, Evidence.MaxBytes, Evidence.MaxBytes, Evidence.MaxBytes)
    {
        Captioned = FileRules.WhatsAppCaptioned,
    };

    public bool ShowsReading => true;

    /// <summary>How long one message may take. The outbox's lease must outlast it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public Inbound Decode(ReadOnlyMemory<byte> payload) => WahaDecoder.Decode(payload);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        var text = TextOf(message);
        if (text.Length > MaxText)
            return new SendResult.Refused("too_long", $"The text is longer than {MaxText} characters.");
        if (WahaChat.OfAddress(message.Recipient) is not { IsPerson: true } chat)
            return NoRecipient;
        if (Known(account) is not { } waha)
            return new SendResult.TryLater("settings", null);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(message.Files.Count > 0 ? FileTimeout : Timeout);
        var (target, body) = message.Files is [{ } file, ..]
            ? (file.File.ContentType is "image/jpeg" or "image/png" ? waha.SendImage : waha.SendFile,
                WahaBody.File(waha.Session, chat, file, text))
            : (waha.SendText, WahaBody.Text(waha.Session, chat, text));
        using var content = body;
        var (meaning, interrupted) = await ProviderHttp.HandOver(
            body,
            async () =>
            {
                using var response = await _http.Post(waha, target, body, limit.Token);
                return (await WahaAnswer.Read(response, limit.Token)).Meaning(response);
            },
            ct);
        return interrupted ?? meaning!;
    }

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Known(account) is { } waha
            ? _history.LookUp(
                waha, WahaChat.OfAddress(message.Recipient), TextOf(message), message.Files.Count > 0, since, others, ct)
            : Task.FromResult<LookupResult>(new LookupResult.Unanswered("settings"));

    /// <summary>
    /// WAHA repeats a webhook for half a minute only; what came in longer outages stands in its chats.
    /// </summary>
    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        Known(account) is { } waha
            ? _history.Missed(waha, cursor.Since, ct)
            : throw new HttpRequestException(
                $"Account {account.Name}: ApiKey is missing or ApiBaseUrl is no web address.");

    public async Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct)
    {
        var request = Uri.TryCreate(reference, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? Known(account)?.Request(uri) ?? new MediaRequest(uri, null)
            : new MediaRequest(Nowhere, null);
        // A wrong key is the operator's mistake, and repaired it must not have cost a citizen's picture.
        return await source.Fetch(request, ct) switch
        {
            MediaDownload.Refused { Reason: "forbidden" } when request.Authorization is not null =>
                new MediaDownload.Failed("credentials"),
            var download => download,
        };
    }

    public async Task ShowRead(ChannelAccount account, string providerMessageId, CancellationToken ct)
    {
        if (Known(account) is not { } waha
            || WahaChat.Of(WahaMessageId.Parse(providerMessageId)?.Chat) is not { IsPerson: true } chat)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        using var seen = WahaBody.Seen(waha.Session, chat, providerMessageId);
        using var typing = WahaBody.Typing(waha.Session, chat);
        try
        {
            using var first = await _http.Post(waha, waha.SendSeen, seen, limit.Token);
            using var second = await _http.Post(waha, waha.StartTyping, typing, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // A courtesy. The answer itself will tell what is wrong.
        }
    }

    public async Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
        Known(account) is { } waha
            ? await new WahaCheck(new WahaHttp(http, Timeout)).Look(waha, ct)
            : [new("credentials", false, "ApiKey or Session is missing, or ApiBaseUrl is no web address.")];

    /// <summary>WhatsApp's buttons do not work by WAHA: what may be chosen is numbered, where there is room.</summary>
    private static string TextOf(OutgoingMessage message) =>
        message.Offer is { Choices.Count: > 0 } offer
        && message.Text.Length + offer.AsLines().Length + "\n".Length <= MaxText
            ? $"{message.Text}\n{offer.AsLines()}"
            : message.Text;

    private WahaAccount? Known(ChannelAccount account)
    {
        if (_accounts.TryGetValue(account, out var known))
            return known;
        if (WahaAccount.From(account, publicUrl) is not { } made)
            return null;
        return _accounts.GetValue(account, _ => made);
    }
}
