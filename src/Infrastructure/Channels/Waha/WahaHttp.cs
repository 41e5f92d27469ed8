using System.Text.Json;
using CleanFte.Application.Ports;

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

    private async Task<HttpResponseMessage> Send(WahaAccount account, HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation(WahaAccount.KeyHeader, account.Key);
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
    }
}

/// <summary>What is told to WAHA about a chat.</summary>
internal static class WahaBody
{
    public static SentJson Text(string session, WahaChat chat, string text) => Of(session, chat, json =>
    {
        json.WriteString("text"u8, text);
        // A preview would make WAHA fetch what the reply links to.
        json.WriteBoolean("linkPreview"u8, false);
    });

    /// <param name="caption">What stands below it; empty for nothing.</param>
    public static SentJson File(string session, WahaChat chat, OutgoingFile file, string caption) => Of(session, chat, json =>
    {
        json.WriteStartObject("file"u8);
        json.WriteString("mimetype"u8, file.File.ContentType);
        json.WriteString("filename"u8, file.File.NameOrKind());
        json.WriteBase64String("data"u8, file.Content.Span);
        json.WriteEndObject();
        if (caption.Length > 0)
            json.WriteString("caption"u8, caption);
    });

    public static SentJson Seen(string session, WahaChat chat, string message) => Of(session, chat, json =>
    {
        json.WriteStartArray("messageIds"u8);
        json.WriteStringValue(message);
        json.WriteEndArray();
    });

    public static SentJson Typing(string session, WahaChat chat) => Of(session, chat, _ => { });

    private static SentJson Of(string session, WahaChat chat, Action<Utf8JsonWriter> write)
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

        return new SentJson(body.ToArray());
    }
}
