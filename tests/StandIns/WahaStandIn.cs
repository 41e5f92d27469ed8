using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.StandIns;

/// <summary>How an engine names a message that it took.</summary>
public enum WahaIdShape
{
    Text,
    Object,
    Key,
}

/// <summary>
/// WAHA on a loopback port with one session: it speaks the wire format and enforces WAHA's rules, so that a mistake fails
/// here and not in production. It shares no code with what it tests.
/// </summary>
public sealed partial class WahaStandIn : IAsyncDisposable
{
    private const string FilePath = "/api/files/";

    private readonly WebApplication _app;

    private readonly CancellationTokenSource _stopping = new();

    private readonly WahaChats _chats = new();

    private readonly ConcurrentQueue<(string Path, JsonElement Json)> _shown = new();

    private readonly ConcurrentDictionary<string, (string Type, byte[] Content)> _files = new();

    private long _attempts;

    private bool _isDisposed;

    private WahaStandIn(WebApplication app) => _app = app;

    public string Session { get; init; } = "default";

    /// <summary>The number in digits.</summary>
    public string Number { get; init; } = "15550001111";

    public string ApiKey { get; init; } = "test_api_key";

    /// <summary>Signs webhooks.</summary>
    public string HmacKey { get; set; } = "test_hmac_key";

    public string Status { get; set; } = "WORKING";

    /// <summary>Where the session delivers; empty when no webhook is entered.</summary>
    public string RegisteredUrl { get; set; } = "";

    public string RegisteredEvent { get; set; } = "message.any";

    public WahaIdShape IdShape { get; set; }

    /// <summary>How the next sends are disturbed, in order.</summary>
    public ConcurrentQueue<Fault> NextResponses { get; } = new();

    /// <summary>Asked when <see cref="NextResponses"/> is empty; null means no disturbance.</summary>
    public Func<Fault?>? Disturb { get; set; }

    public string BaseUrl { get; private set; } = "";

    public string Address => $"whatsapp:+{Number}";

    /// <summary>Requests to send, refused and disturbed ones included.</summary>
    public long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Messages that were taken, whether or not the sender was told.</summary>
    public IReadOnlyList<WahaStored> Sent => [.. _chats.All.Where(m => m.FromMe)];

    /// <summary>What was shown to citizens besides messages: the last part of the path, and the body.</summary>
    public IReadOnlyList<(string Path, JsonElement Json)> Shown => [.. _shown];

    /// <summary>The account's settings, as configuration names them.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ApiBaseUrl"] = BaseUrl,
        ["ApiKey"] = ApiKey,
        ["HmacKey"] = HmacKey,
        ["Session"] = Session,
    };

    /// <summary>Starts on a free loopback port.</summary>
    public static async Task<WahaStandIn> Start(string session = "default", string number = "15550001111")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var standIn = new WahaStandIn(app) { Session = session, Number = number };
        app.Run(standIn.Handle);
        await app.StartAsync();
        standIn.BaseUrl = app.Urls.First();
        return standIn;
    }

    /// <summary>A message that stands in a chat, and was perhaps never delivered.</summary>
    public void Store(WahaStored message) => _chats.Add(message);

    /// <summary>A file of a citizen's message; its address is WAHA's own idea of where it runs.</summary>
    public string AddFile(string contentType, byte[] content)
    {
        var name = $"{RandomNumberGenerator.GetHexString(16)}.jpeg";
        _files[name] = (contentType, content);
        return $"http://localhost:3000{FilePath}{Session}/{name}";
    }

    public HttpRequestMessage Webhook(string url, string type, string payload) =>
        WahaWebhooks.Request(url, WahaWebhooks.Body(Session, type, payload), HmacKey);

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

    internal static Task Error(HttpContext context, int status, string message) => Answers.Json(context, status, json =>
    {
        json.WriteNumber("statusCode", status);
        json.WriteString("message", message);
    });

    private Task Handle(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.Request.Headers["X-Api-Key"] != ApiKey)
            return Error(context, 401, "Unauthorized");
        var chats = $"/api/{Session}/chats";
        return context.Request.Method switch
        {
            "POST" when path is "/api/sendText" or "/api/sendImage" or "/api/sendFile" or "/api/sendSeen" or "/api/startTyping" => Post(context, path["/api/".Length..]),
            "GET" when path == $"/api/sessions/{Session}" => Describe(context),
            "GET" when path.StartsWith(FilePath, StringComparison.Ordinal) => Download(context, path[(path.LastIndexOf('/') + 1)..]),
            "GET" when path == chats => Status == "WORKING" ? _chats.List(context) : NotWorking(context),
            "GET" when ChatPath().Match(path) is { Success: true } match && path.StartsWith(chats, StringComparison.Ordinal) =>
                Status == "WORKING" ? _chats.Messages(context, Uri.UnescapeDataString(match.Groups[1].Value)) : NotWorking(context),
            _ => Error(context, 404, $"Cannot {context.Request.Method} {path}, or there is no such session"),
        };
    }

    private Task NotWorking(HttpContext context) => Answers.Json(context, 422, json =>
    {
        json.WriteString("error", "Session status is not as expected. Try again later or restart the session");
        json.WriteString("session", Session);
        json.WriteString("status", Status);
    });

    private Task Describe(HttpContext context) => Answers.Json(context, 200, json =>
    {
        json.WriteString("name", Session);
        json.WriteString("status", Status);
        json.WriteStartObject("me");
        json.WriteString("id", $"{Number}@c.us");
        json.WriteEndObject();
        json.WriteStartObject("config");
        json.WriteStartArray("webhooks");
        if (RegisteredUrl.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("url", RegisteredUrl);
            json.WriteStartArray("events");
            json.WriteStringValue(RegisteredEvent);
            json.WriteEndArray();
            json.WriteStartObject("hmac");
            json.WriteString("key", HmacKey);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task Download(HttpContext context, string name)
    {
        if (!_files.TryGetValue(name, out var file))
            return Error(context, 404, "File not found");
        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content).AsTask();
    }

    private async Task Post(HttpContext context, string what)
    {
        if (what is "sendText" or "sendImage" or "sendFile")
            Interlocked.Increment(ref _attempts);
        JsonElement body;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body);
            body = json.RootElement.Clone();
        }
        catch (JsonException)
        {
            await Error(context, 400, "The body is no JSON");
            return;
        }

        if (Text(body, "session") != Session)
            await Error(context, 404, $"We didn't find a session with name '{Text(body, "session")}'");
        else if (Status != "WORKING")
            await NotWorking(context);
        else if (Text(body, "chatId") is not { } chat || !ChatId().IsMatch(chat))
            await Error(context, 400, "chatId must be 111@c.us or 111@lid");
        else if (what is "sendImage" or "sendFile")
            await AcceptFile(context, what, body, chat);
        else if (what != "sendText")
            await Show(context, what, body, chat);
        else if (string.IsNullOrWhiteSpace(Text(body, "text")))
            await Error(context, 400, "text should not be empty");
        else
            await Accept(context, chat, Text(body, "text")!, null);
    }

    private Task Show(HttpContext context, string what, JsonElement body, string chat)
    {
        if (what == "sendSeen" && !(body.TryGetProperty("messageIds", out var ids)
            && ids.EnumerateArray().All(id => id.GetString()!.StartsWith($"false_{chat}_", StringComparison.Ordinal))))
            return Error(context, 400, "messageIds must be of that chat");
        _shown.Enqueue((what, body));
        return Answers.Json(context, 201, _ => { });
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    [GeneratedRegex(@"^([1-9][0-9]{6,14}@c\.us|[0-9]+@lid)$")]
    private static partial Regex ChatId();

    [GeneratedRegex(@"/chats/([^/]+)/messages$")]
    private static partial Regex ChatPath();
}
