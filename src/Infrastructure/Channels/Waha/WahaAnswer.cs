using System.Globalization;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>What matters of WAHA's answer to a message: the message's id, or why it was not taken.</summary>
/// <param name="IsJson">False for a proxy's page, half an answer or far too much.</param>
/// <param name="AboutSession">Whether it complains of the session and not of the message.</param>
internal readonly record struct WahaAnswer(string? Id, bool IsJson, bool AboutSession, string Explanation)
{
    /// <summary>Bytes of an answer. Some engines answer with all that they know of the message.</summary>
    private const int MaxBytes = 1024 * 1024;

    private const int MaxExplanation = 500;

    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    public static async Task<WahaAnswer> Read(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, ct);
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var json = await JsonDocument.ParseAsync(stream, default, ct);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return new(null, false, false, "");
        }
    }

    /// <summary>
    /// What the answer means for the message. A session that is stopped, restarted or waits for its QR code is the
    /// operator's to repair, as the key is, and no message may be lost until then. After a server error the message may
    /// be on its way.
    /// </summary>
    public SendResult Meaning(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => Id is null ? new SendResult.Uncertain("no_id") : new SendResult.Accepted(Id),
        401 or 403 => new SendResult.TryLater("credentials", null),
        404 => new SendResult.TryLater("session", null),
        422 when AboutSession => new SendResult.TryLater("session", null),
        429 => new SendResult.TryLater("429", PauseOf(response)),
        >= 500 and var status => new SendResult.Uncertain(Code(status), Answered: true),
        >= 400 and not 408 and var status when IsJson =>
            new SendResult.Refused(status.ToString(CultureInfo.InvariantCulture), Explanation),
        // A redirect, or a 4xx without JSON: a proxy or a wrong address spoke, not WAHA.
        var status => new SendResult.TryLater(Code(status), null),
    };

    private static string Code(int status) => string.Create(CultureInfo.InvariantCulture, $"http_{status}");

    private static WahaAnswer Of(JsonElement root)
    {
        var explanation = string.Join(' ', new[] { root.Text("message"u8), root.Text("error"u8) }
            .Concat(root.Member("message"u8).Items().Select(item => item.Text()))
            .OfType<string>().Distinct());
        return new(
            IdOf(root), root.ValueKind == JsonValueKind.Object,
            root.Member("session"u8).IsThere() || explanation.Contains("session", StringComparison.OrdinalIgnoreCase),
            explanation[..Math.Min(explanation.Length, MaxExplanation)]);
    }

    /// <summary>
    /// Engines answer with the whole id, with an object that holds it, or with WhatsApp's own id alone.
    /// </summary>
    private static string? IdOf(JsonElement root)
    {
        var id = root.Member("id"u8).Id() ?? root.Member("key"u8).Member("id"u8).Id();
        return id is null ? null : WahaMessageId.Known(id);
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        // Against the server's own clock, because ours may differ.
        if ((header?.Delta ?? header?.Date - response.Headers.Date) is not { } pause)
            return null;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > MaxPause ? MaxPause : pause;
    }
}
