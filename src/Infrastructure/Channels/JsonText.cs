using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels;

/// <summary>Reads members of a document that may lack them, or hold something else than expected.</summary>
internal static class JsonText
{
    /// <summary>The member of that name; undefined where there is none, or where a broken name stands in its way.</summary>
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

    /// <summary>The element as it was written; nothing where there is none.</summary>
    public static ReadOnlySpan<byte> Raw(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(element);

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>
    /// The text of a member, or null when it is no text or empty. Half a surrogate pair is half an emoji of a text that
    /// somebody cut, and no reason to lose the rest.
    /// </summary>
    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.Member(name).Text();

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
            return Unescaped(Encoding.UTF8.GetString(element.Raw()[1..^1]));
        }
    }

    /// <summary>The member as a text or number, as it is written; null for anything else.</summary>
    public static string? Scalar(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : element.Text(name);

    // The document was parsed, so every escape is complete.
    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            var escaped = raw[++i];
            if (escaped == 'u')
            {
                text.Append((char)ushort.Parse(
                    raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(escaped switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => escaped,
            });
        }

        return text.ToString();
    }
}
