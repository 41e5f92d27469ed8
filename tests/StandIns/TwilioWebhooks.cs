using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.StandIns;

/// <summary>Webhooks as Twilio posts and signs them.</summary>
public static class TwilioWebhooks
{
    public const string SignatureHeader = "X-Twilio-Signature";

    public static Dictionary<string, string> Message(
        string accountSid,
        string to,
        string from,
        string body,
        string? sid = null,
        IReadOnlyDictionary<string, string>? extra = null)
    {
        sid ??= TwilioMessages.NewSid("SM");
        var fields = new Dictionary<string, string>
        {
            ["SmsMessageSid"] = sid,
            ["NumMedia"] = "0",
            ["ProfileName"] = "Ana",
            ["MessageType"] = "text",
            ["SmsSid"] = sid,
            ["WaId"] = from[(from.IndexOf('+', StringComparison.Ordinal) + 1)..],
            ["SmsStatus"] = "received",
            ["Body"] = body,
            ["To"] = to,
            ["NumSegments"] = "1",
            ["MessageSid"] = sid,
            ["AccountSid"] = accountSid,
            ["From"] = from,
            ["ApiVersion"] = "2010-04-01",
        };
        foreach (var (name, value) in extra ?? new Dictionary<string, string>())
            fields[name] = value;
        return fields;
    }

    public static Dictionary<string, string> Status(
        string accountSid, string from, string sid, string to, string status, string? errorCode = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["ChannelPrefix"] = "whatsapp",
            ["ApiVersion"] = "2010-04-01",
            ["MessageStatus"] = status,
            ["SmsSid"] = sid,
            ["SmsStatus"] = status,
            ["ChannelToAddress"] = to,
            ["To"] = to,
            ["From"] = from,
            ["MessageSid"] = sid,
            ["AccountSid"] = accountSid,
        };
        if (errorCode is not null)
            fields["ErrorCode"] = errorCode;
        return fields;
    }

    public static HttpRequestMessage Request(
        string url, string authToken, IReadOnlyDictionary<string, string> fields, string? signedUrl = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body(fields)) };
        request.Content.Headers.ContentType =
            new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        request.Headers.TryAddWithoutValidation(SignatureHeader, Sign(authToken, signedUrl ?? url, fields));
        return request;
    }

    /// <summary>The form as bytes, for a driver that builds its own requests.</summary>
    public static byte[] Body(IEnumerable<KeyValuePair<string, string>> fields) =>
        Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field =>
            $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value).Replace("%20", "+")}")));

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1 and offers nothing else.")]
    public static string Sign(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder(url);
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            text.Append(name).Append(value);
        return Convert.ToBase64String(
            HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
    }
}
