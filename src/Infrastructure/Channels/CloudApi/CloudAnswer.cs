using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>What matters of an answer: the message's id, or the error's code and text.</summary>
/// <param name="Upload">On an uploaded file: its id.</param>
internal readonly record struct CloudAnswer(
    string? Id, int? Code, int? Subcode, string? Explanation, string? Upload = null)
{
    /// <summary>Bytes of an answer; more is not the provider's.</summary>
    private const int MaxBytes = 65_536;

    private const int MaxExplanation = 500;

    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    /// <summary>To one person one message in six seconds, in the long run (131056).</summary>
    private static readonly TimeSpan PairPause = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The operator's mistakes, not the message's: token, rights, a locked, unpaid or unregistered account, a number that is
    /// gone. They are repaired at the provider, and no message may be lost until then.
    /// </summary>
    private static readonly FrozenSet<int> OperatorsMistakes = FrozenSet.Create(
        0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010);

    /// <summary>Too much for now, or the provider says that it is down; either way the message was not taken.</summary>
    private static readonly FrozenSet<int> NotNow = FrozenSet.Create(
        2, 4, 80007, 130429, 131016, 131048, 131056, 131057, 133004, 133016);

    private static readonly SendResult OperatorMustAct = new SendResult.TryLater("credentials", null);

    public static async Task<CloudAnswer> Read(HttpResponseMessage response, CancellationToken ct)
    {
        using var json = await ReadJson(response, ct);
        if (json is null)
            return default;
        var root = json.RootElement;
        var error = root.Member("error"u8);
        var explanation = string.Join(
            ' ',
            new[] { error.Text("message"u8), error.Member("error_data"u8).Text("details"u8) }.OfType<string>().Distinct());
        return new CloudAnswer(
            root.Member("messages"u8).Items().Select(message => message.Text("id"u8)).FirstOrDefault(),
            Number(error.Member("code"u8)),
            Number(error.Member("error_subcode"u8)),
            explanation[..Math.Min(explanation.Length, MaxExplanation)],
            root.Text("id"u8));
    }

    /// <summary>The answer's JSON, or null where it is none: a proxy's page, half an answer, far too much.</summary>
    public static async Task<JsonDocument?> ReadJson(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var length = await stream.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, ct);
            return JsonDocument.Parse(buffer.AsMemory(0, Math.Min(length, MaxBytes)).ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// What the answer means for the message. Only a refusal with a code of the provider's is final. After a server error
    /// the message may be on its way, except where the code says that it was not taken.
    /// </summary>
    public SendResult Meaning(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => Id is null ? new SendResult.Uncertain("no_id") : new SendResult.Accepted(Id),
        _ when Code is { } code && NotNow.Contains(code) => new SendResult.TryLater(
            Text(code), PauseOf(response) ?? (code == 131056 ? PairPause : null)),
        _ when IsOperatorsMistake => OperatorMustAct,
        429 => new SendResult.TryLater(Text(Code ?? 429), PauseOf(response)),
        >= 500 and var status => new SendResult.Uncertain($"http_{status}", Answered: true),
        401 => OperatorMustAct,
        403 when Code is null => OperatorMustAct,
        // Unknown errors that happened before the message was taken.
        >= 400 when Code is 1 or 131000 => new SendResult.TryLater(Text(Code.Value), null),
        >= 400 when Code is { } code => new SendResult.Refused(Text(code), Explanation ?? "", CauseOf(code)),
        // A redirect, or a 4xx without a code: a proxy or a wrong address spoke, not the provider.
        var status => new SendResult.TryLater($"http_{status}", null),
    };

    /// <summary>100 with 33 says that there is no such number, or that the token may not use it.</summary>
    public bool IsOperatorsMistake =>
        Code is { } code && (OperatorsMistakes.Contains(code) || code is >= 200 and <= 299 || (code == 100 && Subcode == 33));

    private static RefusalCause CauseOf(int code) => code switch
    {
        131047 => RefusalCause.WindowClosed,
        131026 or 131062 => RefusalCause.Recipient,
        131050 => RefusalCause.OptedOut,
        _ => RefusalCause.Message,
    };

    private static int? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : null;

    private static string Text(int code) => code.ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        // Against the server's own clock, because ours may differ.
        if ((header?.Delta ?? header?.Date - response.Headers.Date) is not { } pause)
            return null;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > MaxPause ? MaxPause : pause;
    }
}
