using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CleanFte.StandIns;

/// <summary>Webhooks as Meta posts and signs them, and as 360dialog hands them on.</summary>
public static class CloudWebhooks
{
    public const string SignatureHeader = "X-Hub-Signature-256";

    public const string SecretHeader = "X-Webhook-Secret";

    /// <summary>A body with one change.</summary>
    /// <param name="value">Members of the change's value, as JSON without the braces.</param>
    /// <param name="field">What the change is about.</param>
    public static byte[] Body(string phoneNumberId, string number, string value, string field = "messages") =>
        Encoding.UTF8.GetBytes(
            """{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":""" + Json(field)
            + ""","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":""" + Json(number)
            + ""","phone_number_id":""" + Json(phoneNumberId) + "}," + value + "}}]}]}");

    /// <summary>One text, as an item of messages.</summary>
    public static string Text(string from, string id, string text) => Message(
        from, id, """ "type":"text","text":{"body":""" + Json(text) + "}");

    /// <summary>One message, as an item of messages.</summary>
    /// <param name="from">Digits of the phone number, or the id of somebody without one.</param>
    /// <param name="content">Its type and what belongs to that, as JSON without the braces.</param>
    public static string Message(string from, string id, string content) =>
        "{" + (char.IsAsciiDigit(from[0]) ? "\"from\":" : "\"from_user_id\":") + Json(from) + ",\"id\":" + Json(id)
        + ",\"timestamp\":\"1731000000\"," + content + "}";

    /// <summary>One status, as an item of statuses.</summary>
    public static string Status(string id, string status, string to, string? callbackData, int? errorCode = null) =>
        "{\"id\":" + Json(id) + ",\"status\":" + Json(status) + ",\"timestamp\":\"1731000001\",\"recipient_id\":"
        + Json(to.TrimStart('+')) + (callbackData is null ? "" : ",\"biz_opaque_callback_data\":" + Json(callbackData))
        + (errorCode is { } code ? $$""","errors":[{"code":{{code}},"title":"Refused"}]""" : "") + "}";

    public static string Sign(string secret, byte[] body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    public static HttpRequestMessage Request(string url, byte[] body, string secret, bool is360 = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(
            is360 ? SecretHeader : SignatureHeader, is360 ? secret : Sign(secret, body));
        return request;
    }

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
