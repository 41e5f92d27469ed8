using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CleanFte.WebApi;

/// <summary>
/// Reads text in which a client cut a character in half, as a length limit does to an emoji: a lone surrogate becomes
/// U+FFFD, where the framework would refuse the whole request.
/// </summary>
internal sealed partial class StorableJsonText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            var escaped = Encoding.UTF8.GetString(
                reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            var whole = Escapes().Replace(escaped, e => e.Length == LoneSurrogate ? "\uFFFD" : e.Value);
            return JsonSerializer.Deserialize<string>($"\"{whole}\"");
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private const int LoneSurrogate = 6;

    /// <summary>A pair of surrogates, a lone one, or the beginning of any other escape, in this order.</summary>
    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")]
    private static partial Regex Escapes();
}
