using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.StandIns;

/// <summary>
/// Google's part on a loopback port: the token endpoint, the keys of Pub/Sub's tokens, and a Gmail mailbox with its
/// history. It refuses what Google refuses, and shares no code with what it tests.
/// </summary>
public sealed class GmailStandIn : IAsyncDisposable
{
    private const string Method = "/gmail/v1/users/me/";

    private const string UploadMethod = "/upload/gmail/v1/users/me/messages/send";

    /// <summary>Bytes of a mail in JSON; beyond that the front end in front of the API answers with a page.</summary>
    private const int MaxJson = 5 * 1024 * 1024;

    private const int MaxUpload = 35 * 1024 * 1024;

    private readonly WebApplication _app;

    private readonly CancellationTokenSource _stopping = new();

    private readonly ConcurrentDictionary<string, bool> _tokens = new();

    private int _issued;

    private int _watches;

    private int _keyRequests;

    private bool _isDisposed;

    private GmailStandIn(WebApplication app, string address)
    {
        _app = app;
        Address = address;
        Mailbox = new GmailMailbox(address);
        Push = new GooglePush(address);
    }

    public string Address { get; }

    public string Topic { get; } = "projects/town/topics/mail";

    public string BaseUrl { get; private set; } = "";

    public GmailMailbox Mailbox { get; }

    /// <summary>Signs pushes.</summary>
    public GooglePush Push { get; }

    /// <summary>How the next sends are disturbed, in order; with a reason, by Gmail's own error.</summary>
    public ConcurrentQueue<(Fault Fault, string? Reason)> NextSends { get; } = new();

    /// <summary>Asked for every other call of the API, by its path and query; null lets it pass.</summary>
    public Func<string, Fault?>? Disturb { get; set; }

    /// <summary>Whether the refresh token is still taken.</summary>
    public bool IsGranted { get; set; } = true;

    /// <summary>Seconds an access token is good for.</summary>
    public int TokenLife { get; set; } = 3_599;

    /// <summary>Access tokens given out.</summary>
    public int Issued => Volatile.Read(ref _issued);

    public int Watches => Volatile.Read(ref _watches);

    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>The paths and queries asked for, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The account's settings, as configuration names them.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ClientId"] = "client-1",
        ["ClientSecret"] = "secret-1",
        ["RefreshToken"] = "refresh-1",
        ["Topic"] = Topic,
        ["ServiceAccount"] = GooglePush.ServiceAccount,
        ["KeysUrl"] = $"{BaseUrl}/certs",
        ["TokenUrl"] = $"{BaseUrl}/token",
        ["ApiBaseUrl"] = BaseUrl,
    };

    public static async Task<GmailStandIn> Start(string address = "help@town.example")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 2 * MaxUpload;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var standIn = new GmailStandIn(app, address);
        app.Run(standIn.Handle);
        await app.StartAsync();
        standIn.BaseUrl = app.Urls.First();
        return standIn;
    }

    /// <summary>Makes every access token invalid before its time.</summary>
    public void RevokeTokens() => _tokens.Clear();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Push.Dispose();
        _stopping.Dispose();
    }

    private async Task Handle(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == "/token")
            await Token(context);
        else if (path == "/certs")
            await Certs(context);
        else if (path != UploadMethod && !path.StartsWith(Method, StringComparison.Ordinal))
            await GoogleAnswers.Error(context, 404, "notFound");
        else if (!_tokens.ContainsKey(context.Request.Headers.Authorization.ToString()))
            await GoogleAnswers.Error(context, 401, "authError");
        else if (path == UploadMethod)
            await Upload(context);
        else
            await Api(context, path[Method.Length..]);
    }

    private async Task Api(HttpContext context, string path)
    {
        var call = path + context.Request.QueryString;
        Calls.Enqueue(call);
        if (path != "messages/send" && Disturb?.Invoke(call) is { } fault)
        {
            await fault.Apply(context, _stopping.Token);
            return;
        }

        var query = context.Request.Query;
        await ((context.Request.Method, path.Split('/')) switch
        {
            ("GET", ["profile"]) => GoogleAnswers.Json(context, 200, Mailbox.Profile()),
            ("POST", ["watch"]) => Watch(context),
            ("GET", ["history"]) => GoogleAnswers.Result(context, Mailbox.History(query)),
            ("GET", ["messages"]) => GoogleAnswers.Result(context, Mailbox.List(query)),
            ("POST", ["messages", "send"]) => Send(context),
            ("GET", ["messages", var id]) => GoogleAnswers.Result(context, Mailbox.Get(id, query["format"].ToString())),
            ("GET", ["messages", var id, "attachments", var file]) =>
                GoogleAnswers.Result(context, Mailbox.Attachment(id, file)),
            _ => GoogleAnswers.Error(context, 404, "notFound"),
        });
    }

    private async Task Token(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (context.Request.Method != "POST" || form["grant_type"] != "refresh_token" || form["client_id"] != "client-1"
            || form["client_secret"] != "secret-1")
        {
            await GoogleAnswers.Json(context, 401, new JsonObject { ["error"] = "invalid_client" });
        }
        else if (form["refresh_token"] != "refresh-1" || !IsGranted)
        {
            await GoogleAnswers.Json(context, 400, new JsonObject { ["error"] = "invalid_grant" });
        }
        else
        {
            var token = $"ya29.{Interlocked.Increment(ref _issued)}";
            _tokens[$"Bearer {token}"] = true;
            await GoogleAnswers.Json(context, 200, new JsonObject
            {
                ["access_token"] = token,
                ["expires_in"] = TokenLife,
                ["token_type"] = "Bearer",
                ["scope"] = "https://www.googleapis.com/auth/gmail.modify",
            });
        }
    }

    private Task Certs(HttpContext context)
    {
        Interlocked.Increment(ref _keyRequests);
        return GoogleAnswers.Json(context, 200, Push.Keys());
    }

    private async Task Watch(HttpContext context)
    {
        var body = await GoogleAnswers.Body(context);
        if (body?["topicName"]?.GetValue<string>() is not { } topic || !topic.StartsWith("projects/", StringComparison.Ordinal))
        {
            await GoogleAnswers.Error(context, 400, "invalidArgument");
        }
        else if (topic != Topic)
        {
            await GoogleAnswers.Error(context, 403, "forbidden");
        }
        else
        {
            Interlocked.Increment(ref _watches);
            await GoogleAnswers.Json(context, 200, new JsonObject
            {
                ["historyId"] = $"{Mailbox.HistoryId}",
                ["expiration"] = $"{DateTimeOffset.UtcNow.AddDays(7).ToUnixTimeMilliseconds()}",
            });
        }
    }

    private async Task Send(HttpContext context)
    {
        if (context.Request.ContentLength > MaxJson)
        {
            await TooLarge(context);
            return;
        }

        var body = await GoogleAnswers.Body(context);
        await Send(context, RawMail.Parse(body?["raw"]?.GetValue<string>()), body?["threadId"]?.GetValue<string>());
    }

    private async Task Upload(HttpContext context)
    {
        Calls.Enqueue($"upload{context.Request.QueryString}");
        if (context.Request.ContentLength > MaxUpload)
        {
            await TooLarge(context);
            return;
        }

        var parts = context.Request.Query["uploadType"] == "multipart" ? await RelatedParts.Read(context.Request) : null;
        if (parts is not [{ Type: "application/json; charset=UTF-8" } metadata, { Type: "message/rfc822" } mail]
            || JsonNode.Parse(metadata.Content) is not JsonObject asked)
            await GoogleAnswers.Error(context, 400, "badContent");
        else
            await Send(context, RawMail.Parse(mail.Content), asked["threadId"]?.GetValue<string>());
    }

    private static Task TooLarge(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync("<!DOCTYPE html><title>Error 413 (Request Entity Too Large)!!1</title>");
    }

    private async Task Send(HttpContext context, RawMail? mail, string? thread)
    {
        var disturbed = NextSends.TryDequeue(out var next);
        if (disturbed && !next.Fault.Accept)
        {
            await Disturbed(context, next.Fault, next.Reason);
            return;
        }

        var result = Mailbox.Send(mail, thread);
        await (disturbed ? Disturbed(context, next.Fault, next.Reason) : GoogleAnswers.Result(context, result));
    }

    private Task Disturbed(HttpContext context, Fault fault, string? reason)
    {
        if (reason is null)
            return fault.Apply(context, _stopping.Token);
        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        return GoogleAnswers.Error(context, fault.Status, reason);
    }
}
