using System.Net;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>Requests with an account's key.</summary>
/// <param name="timeout">How long asking for a list may take: engines fetch it from the telephone.</param>
internal sealed class WahaHttp(HttpClient http, TimeSpan timeout)
{
    /// <summary>Bytes of a list; messages come with all that the engine knows of them.</summary>
    private const int MaxListBytes = 32 * 1024 * 1024;

    public Task<HttpResponseMessage> Post(WahaAccount account, Uri uri, HttpContent content, CancellationToken ct) =>
        Send(account, new HttpRequestMessage(HttpMethod.Post, uri) { Content = content }, ct);

    /// <summary>Asks for JSON. Everything that goes wrong is an <see cref="HttpRequestException"/>.</summary>
    public async Task<JsonDocument> Get(WahaAccount account, Uri uri, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await Send(account, new HttpRequestMessage(HttpMethod.Get, uri), limit.Token);
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxListBytes, limit.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            return await JsonDocument.ParseAsync(stream, default, limit.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("WAHA did not answer in time.", late);
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            throw new HttpRequestException("WAHA's answer cannot be read.", broken);
        }
    }

    /// <summary>A stable word for what went wrong.</summary>
    public static string CodeOf(HttpRequestException failure) => failure switch
    {
        { StatusCode: { } status } => $"http_{(int)status}",
        { InnerException: OperationCanceledException } => "timeout",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution",
        { HttpRequestError: HttpRequestError.ConnectionError } => "unreachable",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "connection_broken",
    };

    private async Task<HttpResponseMessage> Send(WahaAccount account, HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation(WahaAccount.KeyHeader, account.Key);
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
    }
}

/// <summary>
/// A request's JSON, which also knows whether any of it has left: without its body a request makes no message, so what
/// failed before is safe to repeat, and what failed after is not.
/// </summary>
internal sealed class WahaBody : HttpContent
{
    private readonly byte[] _json;

    private WahaBody(byte[] json)
    {
        _json = json;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    /// <summary>Whether the body has begun to leave.</summary>
    public bool IsStarted { get; private set; }

    public static WahaBody Text(string session, WahaChat chat, string text) => Of(session, chat, json =>
    {
        json.WriteString("text"u8, text);
        // A preview would make WAHA fetch what the reply links to.
        json.WriteBoolean("linkPreview"u8, false);
    });

    public static WahaBody Seen(string session, WahaChat chat, string message) => Of(session, chat, json =>
    {
        json.WriteStartArray("messageIds"u8);
        json.WriteStringValue(message);
        json.WriteEndArray();
    });

    public static WahaBody Typing(string session, WahaChat chat) => Of(session, chat, _ => { });

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }

    private static WahaBody Of(string session, WahaChat chat, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("session"u8, session);
            json.WriteString("chatId"u8, chat.Id);
            write(json);
            json.WriteEndObject();
        }

        return new WahaBody(body.ToArray());
    }
}
