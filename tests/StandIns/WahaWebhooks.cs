using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CleanFte.StandIns;

/// <summary>Webhooks as WAHA posts and signs them.</summary>
public static class WahaWebhooks
{
    public const string SignatureHeader = "X-Webhook-Hmac";

    public const string AlgorithmHeader = "X-Webhook-Hmac-Algorithm";

    /// <summary>An event.</summary>
    /// <param name="payload">Its payload, as JSON.</param>
    public static byte[] Body(string session, string type, string payload, string me = "15550001111@c.us") =>
        Encoding.UTF8.GetBytes(
            $"{{\"id\":\"evt_{Guid.NewGuid():N}\",\"timestamp\":{Now() * 1_000},\"event\":{Json(type)},\"session\":{Json(session)},"
            + $"\"metadata\":{{}},\"me\":{{\"id\":{Json(me)},\"pushName\":\"Town Hall\"}},\"payload\":{payload},"
            + "\"engine\":\"NOWEB\",\"environment\":{\"tier\":\"PLUS\",\"version\":\"2026.11.1\"}}");

    /// <summary>A payload that is a message.</summary>
    /// <param name="chat">The chat it stands in, which is the person's.</param>
    /// <param name="bare">WhatsApp's own id of it.</param>
    /// <param name="more">Further members, as JSON without the braces.</param>
    public static string Message(string chat, string bare, string text, string more = "", bool fromMe = false) =>
        "{" + $"\"id\":{Json(Id(chat, bare, fromMe))},\"timestamp\":{Now()},\"from\":{Json(fromMe ? "15550001111@c.us" : chat)},"
        + $"\"to\":{Json(fromMe ? chat : "15550001111@c.us")},\"fromMe\":{(fromMe ? "true" : "false")},\"source\":\"app\","
        + $"\"body\":{Json(text)},\"hasMedia\":{(more.Contains("\"media\"", StringComparison.Ordinal) ? "true" : "false")},"
        + $"\"ack\":1,\"ackName\":\"SERVER\",\"vCards\":[]{(more.Length > 0 ? $",{more}" : "")}}}";

    /// <summary>A payload that tells how far a message of ours has come.</summary>
    public static string Ack(string chat, string bare, int ack) =>
        $$"""{"id":{{Json(Id(chat, bare, true))}},"from":{{Json(chat)}},"fromMe":true,"ack":{{ack.ToString(CultureInfo.InvariantCulture)}}}""";

    public static string Id(string chat, string bare, bool fromMe) => $"{(fromMe ? "true" : "false")}_{chat}_{bare}";

    public static string Sign(string key, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), body));

    public static HttpRequestMessage Request(string url, byte[] body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("X-Webhook-Request-Id", $"{Guid.NewGuid():N}");
        request.Headers.TryAddWithoutValidation("X-Webhook-Timestamp", $"{Now() * 1_000}");
        request.Headers.TryAddWithoutValidation(AlgorithmHeader, "sha512");
        request.Headers.TryAddWithoutValidation(SignatureHeader, Sign(key, body));
        return request;
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
