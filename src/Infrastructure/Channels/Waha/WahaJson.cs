using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// Reads members that may be missing, or be something else than expected: engines differ in what they send.
/// </summary>
internal static class WahaJson
{
    /// <summary>Above this a time is in milliseconds: in seconds it would be past the year 5000.</summary>
    private const double MaxSeconds = 100_000_000_000;

    /// <summary>
    /// The member of that name; undefined where there is none, or where a name beside it cannot be read.
    /// </summary>
    public static JsonElement Member(this JsonElement element, ReadOnlySpan<byte> name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member)
                ? member
                : default;
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    public static bool IsThere(this JsonElement element) =>
        element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static bool IsTrue(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>The text of a member, or null when it is no text or empty.</summary>
    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name) => element.Member(name).Text();

    /// <summary>The element's text; null when it is none or empty.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: a cut emoji must not cost the rest of the text.
            return Unescaped(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)[1..^1]));
        }
    }

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

    // The document was parsed, so every escape is complete.
    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
            }
            else if (raw[++i] == 'u')
            {
                text.Append((char)ushort.Parse(
                    raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var escaped => escaped,
                });
            }
        }

        return text.ToString();
    }
}
