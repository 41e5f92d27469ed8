using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>What matters of Twilio's answer to a message: its sid, or the error's code and text.</summary>
internal readonly record struct TwilioAnswer(string? Sid, int? Code, string? Explanation)
{
    /// <summary>An answer repeats the message, escaped; more than this is not Twilio's.</summary>
    private const int MaxBytes = 65_536;

    private const int MaxExplanation = 500;

    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    /// <summary>
    /// The operator's mistakes, not the message's: wrong credentials, a suspended account, no such account or sender.
    /// They are repaired in the console, and no message may be lost until then.
    /// </summary>
    private static readonly FrozenSet<int> OperatorsMistakes =
        FrozenSet.Create(20003, 20005, 20006, 20007, 20008, 20404, 21606, 21660, 63007);

    private static readonly SendResult OperatorMustAct = new SendResult.TryLater("credentials", null);

    public static async Task<TwilioAnswer> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(
            (int)Math.Clamp(response.Content.Headers.ContentLength + 1 ?? MaxBytes, 1, MaxBytes));
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return Parse(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// What the answer means for the message. Only a refusal with a code of Twilio's is final. After a server error the
    /// message may be on its way, except after 503 with a code, which Twilio sends instead of taking it.
    /// </summary>
    public SendResult Meaning(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => Sid is null ? new SendResult.Uncertain("no_sid") : new SendResult.Accepted(Sid),
        429 => new SendResult.TryLater($"{Code ?? 429}", PauseOf(response)),
        503 when Code is not null => new SendResult.TryLater($"{Code}", PauseOf(response)),
        >= 500 and var status => new SendResult.Uncertain($"http_{status}", Answered: true),
        >= 400 when Code == 20429 => new SendResult.TryLater("20429", PauseOf(response)),
        401 => OperatorMustAct,
        403 when Code is null or < 21000 => OperatorMustAct,
        >= 400 when Code is { } code && OperatorsMistakes.Contains(code) => OperatorMustAct,
        >= 400 when Code is { } code => new SendResult.Refused($"{code}", Explanation ?? "", CauseOf(code)),
        // A redirect, or a 4xx without a code: a proxy or a wrong address spoke, not Twilio.
        var status => new SendResult.TryLater($"http_{status}", null),
    };

    private static RefusalCause CauseOf(int code) => code switch
    {
        63016 => RefusalCause.WindowClosed,
        63003 or 63024 => RefusalCause.Recipient,
        21610 => RefusalCause.OptedOut,
        _ => RefusalCause.Message,
    };

    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        // Against the server's own clock, because ours may differ.
        if ((header?.Delta ?? header?.Date - response.Headers.Date) is not { } pause)
            return null;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > MaxPause ? MaxPause : pause;
    }

    private static TwilioAnswer Parse(ReadOnlySpan<byte> json)
    {
        var answer = default(TwilioAnswer);
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.ValueTextEquals("sid"u8))
                    answer = answer with { Sid = Text(ref reader) };
                else if (reader.ValueTextEquals("message"u8))
                    answer = answer with { Explanation = Text(ref reader) };
                else if (reader.ValueTextEquals("code"u8) && reader.Read() && reader.TokenType == JsonTokenType.Number
                    && reader.TryGetInt32(out var code))
                    answer = answer with { Code = code };
            }
        }
        catch (JsonException)
        {
            // A proxy's page instead of JSON, or half an answer. The status alone decides then; what was read before
            // the break is true all the same.
            return answer;
        }

        return answer;
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text
            ? text[..Math.Min(text.Length, MaxExplanation)]
            : null;
}
