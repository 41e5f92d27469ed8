using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.StandIns;

/// <summary>A message that the Cloud API took.</summary>
/// <param name="Id">Its own id of it.</param>
/// <param name="To">The phone number or user id it goes to.</param>
/// <param name="Json">The request's body.</param>
public sealed record CloudSent(string Id, string To, JsonElement Json)
{
    public string? CallbackData => CloudRules.Text(Json, "biz_opaque_callback_data");

    /// <summary>What the citizen reads, above buttons or alone.</summary>
    public string? Text => Json.TryGetProperty("text", out var text)
        ? CloudRules.Text(text, "body")
        : Json.TryGetProperty("interactive", out var interactive)
            ? CloudRules.Text(interactive.GetProperty("body"), "text")
            : null;
}

/// <summary>
/// Meta's Cloud API on a loopback port, or 360dialog's way to it: it speaks the wire format and enforces the provider's
/// rules, so that a mistake fails here and not in production. It shares no code with what it tests.
/// </summary>
public sealed class CloudStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly CancellationTokenSource _stopping = new();

    private readonly ConcurrentQueue<CloudSent> _sent = new();

    private readonly ConcurrentQueue<JsonElement> _read = new();

    private readonly CloudFiles _files;

    private long _attempts;

    private long _accepted;

    private bool _isDisposed;

    private CloudStandIn(WebApplication app, TimeProvider clock)
    {
        _app = app;
        _files = new CloudFiles(this, clock);
    }

    /// <summary>Whether it is 360dialog's: another header, no number in the path, files under its own host.</summary>
    public bool Is360 { get; private init; }

    /// <summary>Counts only: nothing is recorded. For benchmarks.</summary>
    public bool Lean { get; private init; }

    public string PhoneNumberId { get; init; } = "106540352242922";

    /// <summary>The number in digits.</summary>
    public string Number { get; init; } = "15550001111";

    /// <summary>Meta's access token, or 360dialog's key.</summary>
    public string Token { get; init; } = "test_access_token";

    /// <summary>Signs Meta's webhooks; 360dialog's carry it in a header.</summary>
    public string Secret { get; init; } = "test_app_secret";

    /// <summary>Where 360dialog was told to deliver.</summary>
    public string RegisteredUrl { get; set; } = "";

    /// <summary>How the next sends are disturbed, in order.</summary>
    public ConcurrentQueue<Fault> NextResponses { get; } = new();

    /// <summary>How the next uploads are disturbed, in order.</summary>
    public ConcurrentQueue<Fault> NextUploads { get; } = new();

    /// <summary>Asked when <see cref="NextResponses"/> is empty; null means no disturbance.</summary>
    public Func<Fault?>? Disturb { get; set; }

    /// <summary>To whom only templates may be sent, because he has not written for a day.</summary>
    public ConcurrentDictionary<string, bool> ClosedWindows { get; } = new();

    /// <summary>Approved templates as name/language, with the number of their places.</summary>
    public ConcurrentDictionary<string, int> Templates { get; } = new();

    /// <summary>Told of every accepted message: its id, the recipient and our own id of it.</summary>
    public Action<string, string, string?>? Accepting { get; set; }

    public string BaseUrl { get; private set; } = "";

    /// <summary>The same server under another name, as Meta keeps files on another host.</summary>
    public string MediaBaseUrl => BaseUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string Address => $"whatsapp:+{Number}";

    public string Provider => Is360 ? "360dialog" : "meta";

    /// <summary>Requests to send, refused and disturbed ones included.</summary>
    public long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Messages accepted, whether or not the sender was told.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    public IReadOnlyList<CloudSent> Sent => [.. _sent];

    /// <summary>Read receipts, as they were posted.</summary>
    public IReadOnlyList<JsonElement> Reads => [.. _read];

    /// <summary>The account's settings, as configuration names them.</summary>
    public IReadOnlyDictionary<string, string> Settings => Is360
        ? new Dictionary<string, string>
        {
            ["ApiKey"] = Token,
            ["WebhookSecret"] = Secret,
            ["WebhookHeader"] = CloudWebhooks.SecretHeader,
            ["ApiBaseUrl"] = BaseUrl,
        }
        : new Dictionary<string, string>
        {
            ["PhoneNumberId"] = PhoneNumberId,
            ["AccessToken"] = Token,
            ["AppSecret"] = Secret,
            ["VerifyToken"] = "test_verify_token",
            ["ApiVersion"] = "v23.0",
            ["ApiBaseUrl"] = BaseUrl,
            ["MediaBaseUrl"] = MediaBaseUrl,
        };

    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Starts on a free loopback port.</summary>
    public static async Task<CloudStandIn> Start(
        bool is360 = false, bool lean = false, TimeProvider? clock = null, string? phoneNumberId = null, string? number = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var standIn = new CloudStandIn(app, clock ?? TimeProvider.System)
        {
            Is360 = is360,
            Lean = lean,
            PhoneNumberId = phoneNumberId ?? "106540352242922",
            Number = number ?? "15550001111",
        };
        app.Run(standIn.Handle);
        await app.StartAsync();
        standIn.BaseUrl = app.Urls.First();
        return standIn;
    }

    /// <summary>The bytes of a file, a citizen's or one that was uploaded to be sent.</summary>
    public byte[] File(string id) => _files.Content(id);

    /// <summary>A file of a citizen's message; its id is what webhooks name.</summary>
    public string AddFile(string contentType, byte[] content) => _files.Add(contentType, content);

    /// <summary>A signed webhook with the given members of a change's value: contacts, messages, statuses.</summary>
    public HttpRequestMessage Webhook(string url, string value) =>
        Deliver(url, CloudWebhooks.Body(PhoneNumberId, Number, value));

    /// <summary>Any body, signed as this account's.</summary>
    public HttpRequestMessage Deliver(string url, byte[] body) => CloudWebhooks.Request(url, body, Secret, Is360);

    /// <summary>Also how a test takes the provider off the air; doing it twice is no error.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private bool IsAuthorized(HttpRequest request) => Is360
        ? request.Headers["D360-API-KEY"] == Token && request.Headers.Authorization.Count == 0
        : request.Headers.Authorization == $"Bearer {Token}";

    private Task Handle(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!IsAuthorized(context.Request))
        {
            return Is360
                ? Answers.Json(context, 401, json => json.WriteString("detail", "Invalid api key"))
                : CloudAnswers.Error(context, 401, 190, "Invalid OAuth access token - Cannot parse access token");
        }

        var root = Is360 ? "" : "/v23.0";
        return (context.Request.Method, path) switch
        {
            ("POST", _) when path == (Is360 ? "/messages" : $"{root}/{PhoneNumberId}/messages") => Create(context),
            ("POST", _) when path == (Is360 ? "/media" : $"{root}/{PhoneNumberId}/media") => _files.Upload(context),
            ("GET", "/v1/configs/webhook") when Is360 => Answers.Json(context, 200, json => json.WriteString("url", RegisteredUrl)),
            ("GET", CloudFiles.Path) => _files.Download(context),
            ("GET", _) when !Is360 && path == $"{root}/{PhoneNumberId}" => Describe(context),
            ("GET", _) when path.StartsWith($"{root}/", StringComparison.Ordinal) =>
                _files.Locate(context, path[(root.Length + 1)..]),
            _ => CloudAnswers.NotFound(context),
        };
    }

    private Task Describe(HttpContext context) => Answers.Json(context, 200, json =>
    {
        json.WriteString("display_phone_number", $"+{Number[..1]} {Number[1..4]}-{Number[4..]}");
        json.WriteString("verified_name", "Town Hall");
        json.WriteString("id", PhoneNumberId);
    });

    private async Task Create(HttpContext context)
    {
        Interlocked.Increment(ref _attempts);
        JsonElement message;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body);
            message = json.RootElement.Clone();
        }
        catch (JsonException)
        {
            await CloudAnswers.Error(context, 400, 100, "The request is no JSON");
            return;
        }

        if (CloudRules.Text(message, "status") == "read")
        {
            _read.Enqueue(message);
            await Answers.Json(context, 200, json => json.WriteBoolean("success", true));
            return;
        }

        var refusal = CloudRules.Refusal(message, Templates, _files.TypeOf);
        var to = CloudRules.Text(message, "to") ?? CloudRules.Text(message, "recipient") ?? "";
        if (refusal is null && ClosedWindows.ContainsKey(to) && CloudRules.Text(message, "type") != "template")
            refusal = (131047, "More than 24 hours have passed since the recipient last replied");
        if (refusal is var (code, explanation))
        {
            await CloudAnswers.Error(context, 400, code, explanation);
            return;
        }

        await Accept(context, message, to);
    }

    private async Task Accept(HttpContext context, JsonElement message, string to)
    {
        var fault = NextResponses.TryDequeue(out var queued) ? queued : Disturb?.Invoke();
        if (fault is { Accept: false })
        {
            await fault.Apply(context, Stopping, CloudAnswers.Error);
            return;
        }

        var sent = new CloudSent($"wamid.{Guid.NewGuid():N}", to, message);
        Interlocked.Increment(ref _accepted);
        if (!Lean)
            _sent.Enqueue(sent);
        await (fault?.Apply(context, Stopping, CloudAnswers.Error) ?? CloudAnswers.Accepted(context, sent));
        Accepting?.Invoke(sent.Id, to, sent.CallbackData);
    }
}
