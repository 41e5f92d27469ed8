using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.StandIns;

/// <summary>
/// Twilio's Messages API on a loopback port: it speaks the wire format and enforces the provider's rules, so that a
/// mistake fails here and not in production. It shares no code with what it tests.
/// </summary>
public sealed class TwilioStandIn : IAsyncDisposable
{
    private const string DefaultAccountSid = "AC00000000000000000000000000000000";

    private const string DefaultAddress = "whatsapp:+14155238886";

    private const string DefaultAuthToken = "test_auth_token";

    private readonly WebApplication _app;

    private readonly CancellationTokenSource _stopping = new();

    private readonly TwilioMessages _messages;

    private readonly TwilioCallbacks _callbacks;

    private bool _isDisposed;

    private TwilioStandIn(WebApplication app)
    {
        _app = app;
        _messages = new TwilioMessages(this);
        _callbacks = new TwilioCallbacks(this, _stopping.Token);
    }

    public string AccountSid { get; init; } = DefaultAccountSid;

    public string AuthToken { get; init; } = DefaultAuthToken;

    /// <summary>The account's WhatsApp sender; messages from any other are refused.</summary>
    public string Address { get; init; } = DefaultAddress;

    /// <summary>Counts only: nothing is recorded and nothing can be looked up. For benchmarks.</summary>
    public bool Lean { get; private init; }

    /// <summary>What dates the messages.</summary>
    public TimeProvider Clock { get; private init; } = TimeProvider.System;

    /// <summary>Caps what a caller asks for, so that a few messages make several pages.</summary>
    public int MaxPageSize { get; set; } = 1_000;

    /// <summary>How the next sends are disturbed, in order.</summary>
    public ConcurrentQueue<Fault> NextResponses { get; } = new();

    /// <summary>Approved texts by their ContentSid, with places <c>{{1}}</c>.</summary>
    public Dictionary<string, string> Templates { get; } = [];

    /// <summary>Recipients to whom only approved texts may be sent.</summary>
    public HashSet<string> ClosedTo { get; } = [];

    /// <summary>
    /// The type of the file at an address that is sent, as fetching it would tell; without it no file is looked at. Beside what
    /// is no picture and no film, the text is dropped.
    /// </summary>
    public Func<Uri, Task<string?>>? TypeOf { get; set; }

    /// <summary>Asked when <see cref="NextResponses"/> is empty; null means no disturbance.</summary>
    public Func<Fault?>? Disturb { get; set; }

    /// <summary>Statuses posted by themselves after a message was accepted, in order. Empty: none.</summary>
    public IReadOnlyList<string> AutomaticStatuses { get; set; } = [];

    /// <summary>Told of every accepted message: its sid, the recipient and the status callback, if any.</summary>
    public Action<string, string, string?>? Accepting { get; set; }

    /// <summary>Where the API is, without a slash at the end.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>Messages accepted, whether or not the sender was told.</summary>
    public long Accepted => _messages.Accepted;

    /// <summary>Requests to send, refused and disturbed ones included.</summary>
    public long Attempts => _messages.Attempts;

    /// <summary>Accepted and seeded messages, oldest first; empty when <see cref="Lean"/>.</summary>
    public IReadOnlyList<TwilioMessage> Messages => _messages.All();

    /// <summary>Status callbacks that were answered with anything but 2xx.</summary>
    public long FailedCallbacks => _callbacks.Failed;

    /// <summary>Starts on a free loopback port.</summary>
    /// <param name="lean">Only counts, see <see cref="Lean"/>.</param>
    /// <param name="clock">What dates the messages; the system's clock by default.</param>
    /// <param name="accountSid">Whose API it is, where several accounts are played at once.</param>
    /// <param name="address">That account's sender.</param>
    /// <param name="authToken">That account's token.</param>
    public static async Task<TwilioStandIn> Start(
        bool lean = false, TimeProvider? clock = null, string? accountSid = null, string? address = null,
        string? authToken = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var standIn = new TwilioStandIn(app)
        {
            Lean = lean,
            Clock = clock ?? TimeProvider.System,
            AccountSid = accountSid ?? DefaultAccountSid,
            Address = address ?? DefaultAddress,
            AuthToken = authToken ?? DefaultAuthToken,
        };
        app.Run(standIn.Handle);
        await app.StartAsync();
        standIn.BaseUrl = app.Urls.First();
        return standIn;
    }

    /// <summary>The account's settings, as configuration names them.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["AccountSid"] = AccountSid,
        ["AuthToken"] = AuthToken,
        ["ApiBaseUrl"] = BaseUrl,
    };

    /// <summary>A message a citizen sent while nobody listened: it is in the list, and no webhook was posted.</summary>
    public TwilioMessage Seed(string from, string body, DateTimeOffset? at = null, params TwilioFile[] files) =>
        _messages.Add("inbound", from, Address, body, "received", at, files);

    /// <summary>The URL of a file as a webhook would name it.</summary>
    public string MediaUrl(TwilioMessage message, TwilioFile file) =>
        $"{BaseUrl}/2010-04-01/Accounts/{AccountSid}/Messages/{message.Sid}/Media/{file.Sid}";

    /// <summary>A signed webhook of a citizen's message, ready to be sent to <paramref name="url"/>.</summary>
    /// <param name="url">Where it is posted; signed too, unless <paramref name="signedUrl"/> is given.</param>
    /// <param name="from">The citizen: <c>whatsapp:+5215550001111</c>.</param>
    /// <param name="body">The text.</param>
    /// <param name="sid">The message's sid; a new one by default.</param>
    /// <param name="extra">Further fields, or other values for the usual ones.</param>
    /// <param name="signedUrl">The public URL, where it differs from the one posted to.</param>
    public HttpRequestMessage MessageWebhook(
        string url,
        string from,
        string body,
        string? sid = null,
        IReadOnlyDictionary<string, string>? extra = null,
        string? signedUrl = null) =>
        TwilioWebhooks.Request(
            url, AuthToken, TwilioWebhooks.Message(AccountSid, Address, from, body, sid, extra), signedUrl);

    /// <summary>A signed status callback for a message of ours.</summary>
    public HttpRequestMessage StatusWebhook(
        string url, string sid, string to, string status, string? errorCode = null, string? signedUrl = null) =>
        TwilioWebhooks.Request(
            url, AuthToken, TwilioWebhooks.Status(AccountSid, Address, sid, to, status, errorCode), signedUrl);

    /// <summary>Also how a test takes the provider off the air; doing it twice is no error.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        await _callbacks.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    internal CancellationToken Stopping => _stopping.Token;

    internal void Report(string sid, string to, string? callback)
    {
        Accepting?.Invoke(sid, to, callback);
        if (callback is { Length: > 0 } && AutomaticStatuses.Count > 0)
            _callbacks.Enqueue(sid, to, callback);
    }

    private bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == _authorization;

    private string _authorization =>
        field ??= $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{AuthToken}"))}";

    private Task Handle(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/cdn/", StringComparison.Ordinal))
            return TwilioMediaFiles.Download(context, path, _messages);
        if (!IsAuthorized(context.Request))
            return Answers.Error(context, 401, 20003, "Authenticate");
        var account = $"/2010-04-01/Accounts/{AccountSid}/Messages";
        if (!path.StartsWith(account, StringComparison.Ordinal))
            return Answers.Error(context, 404, 20404, $"The requested resource {path} was not found");
        return (context.Request.Method, path[account.Length..].Split('/')) switch
        {
            ("POST", [".json"]) => _messages.Create(context),
            ("GET", [".json"]) => TwilioLists.Messages(context, this, _messages),
            ("GET", ["", var sid, "Media.json"]) => TwilioLists.Media(context, this, _messages.Find(sid)),
            ("GET", ["", _, "Media", var file]) => TwilioMediaFiles.Redirect(context, file),
            _ => Answers.Error(context, 404, 20404, $"The requested resource {path} was not found"),
        };
    }
}
