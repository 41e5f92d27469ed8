using System.Globalization;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// Reads members that may be missing, or be something else than expected: engines differ in what they send.
/// </summary>
internal static class WahaJson
{
    /// <summary>Above this a time is in milliseconds: in seconds it would be past the year 5000.</summary>
    private const double MaxSeconds = 100_000_000_000;

    public static bool IsThere(this JsonElement element) =>
        element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static bool IsTrue(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>A number, or a text that is one; null for anything else.</summary>
    public static double? Number(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(
            element.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A moment in seconds or milliseconds since 1970; null where there is none.</summary>
    public static DateTimeOffset? Moment(this JsonElement element)
    {
        if (element.Number() is not { } number || !(number is > 0 and < MaxSeconds * 1_000))
            return null;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(number < MaxSeconds ? number * 1_000 : number));
    }

    /// <summary>
    /// A message's or chat's id: a text, or an object that holds it. Null for what could be none of WhatsApp's.
    /// </summary>
    public static string? Id(this JsonElement element) =>
        (element.Text() ?? element.Text("_serialized"u8)) is { Length: <= WahaChat.MaxId } id
        && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? id
            : null;
}
