using System.Collections.Frozen;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What matters of Gmail's answer to a sent mail.</summary>
internal readonly record struct GmailAnswer(int Status, string? Id, string? Reason, string? Explanation, TimeSpan? Pause)
{
    private const int MaxBytes = 256 * 1024;

    private const int MaxExplanation = 500;

    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    /// <summary>Too much or too fast, not wrong.</summary>
    private static readonly FrozenSet<string> Limits = FrozenSet.Create(
        "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "backendError",
        "RESOURCE_EXHAUSTED");

    /// <summary>
    /// What makes no mail wrong but the mailbox or the project: repaired by the operator, and nothing is lost.
    /// </summary>
    private static readonly FrozenSet<string> OperatorsMistakes = FrozenSet.Create("failedPrecondition", "FAILED_PRECONDITION");

    public static readonly SendResult OperatorMustAct = new SendResult.TryLater("credentials", null);

    public static async Task<GmailAnswer> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await GmailApi.ReadAtMost(response, MaxBytes, ct);
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return new GmailAnswer(status, Parsed(body, GmailJson.Default.SentMail)?.Id, null, null, null);
        var error = Parsed(body, GmailJson.Default.GmailErrorAnswer)?.Error;
        var text = error?.Message ?? "";
        return new GmailAnswer(
            status, null,
            error?.Errors is [{ Reason: { } reason }, ..] ? reason : error?.Status,
            text[..Math.Min(text.Length, MaxExplanation)],
            PauseOf(response));
    }

    /// <summary>Whether the thread to be answered in is no more.</summary>
    public bool IsWithoutThread => Status == 404 && Reason is not null;

    /// <summary>What the answer means for the mail. Only a refusal of this mail with Gmail's reason is final.</summary>
    public SendResult Meaning() => Status switch
    {
        >= 200 and < 300 => Id is { Length: > 0 } id ? new SendResult.Accepted(id) : new SendResult.Uncertain("no_id"),
        429 => new SendResult.TryLater(Reason ?? "429", Pause),
        >= 500 => new SendResult.Uncertain($"http_{Status}", Answered: true),
        >= 400 when Reason is not null && Limits.Contains(Reason) => new SendResult.TryLater(Reason, Pause),
        401 or 403 => OperatorMustAct,
        400 when Reason is not null && OperatorsMistakes.Contains(Reason) => OperatorMustAct,
        413 => new SendResult.Refused("too_large", Explanation ?? ""),
        400 when Reason is not null => new SendResult.Refused(Reason, Explanation ?? ""),
        // A redirect, or an error without Gmail's JSON: a proxy or a wrong address spoke.
        _ => new SendResult.TryLater($"http_{Status}", null),
    };

    private static T? Parsed<T>(byte[]? json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return json is null or [] ? null : JsonSerializer.Deserialize(json, shape);
        }
        catch (JsonException)
        {
            return null;
        }
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
