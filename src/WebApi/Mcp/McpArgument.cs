using System.Text.Json;
using System.Text.Json.Nodes;

namespace CleanFte.WebApi.Mcp;

/// <summary>One argument of a tool: as its schema says it, and as it is read.</summary>
/// <param name="Max">Characters; null for what is no text.</param>
internal sealed record McpArgument(string Name, string Description, int? Max = null, int Min = 1, bool Required = true)
{
    /// <summary>The only values, or null for any.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    public bool IsFlag { get; init; }

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = IsFlag ? "boolean" : "string", ["description"] = Description };
        if (Max is { } max)
        {
            schema["minLength"] = Min;
            schema["maxLength"] = max;
        }

        if (OneOf is { } values)
        {
            schema["enum"] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
        }

        return schema;
    }

    /// <summary>What is wrong with a value, or null. How long a text may be is for the use case to say.</summary>
    public string? Error(JsonElement value) => IsFlag
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "Give true or false."
        : value.ValueKind != JsonValueKind.String ? "Give a text."
        : OneOf is not null ? OneOf.Contains(Text(value)) ? null : $"Use one of {string.Join(", ", OneOf)}."
        : Control(Text(value)) is { } at
            ? $"There is a control character, U+{(int)Text(value)[at]:X4}, at position {at}. Leave it out; nothing was done."
        : null;

    /// <summary>A character that was cut in half becomes U+FFFD, as in every other request.</summary>
    public static string Text(JsonElement value) => value.Deserialize<string>(Reading)!;

    private static int? Control(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t'))
            {
                return i;
            }
        }

        return null;
    }

    private static readonly JsonSerializerOptions Reading = new() { Converters = { new StorableJsonText() } };
}

/// <summary>The arguments of one call, checked against the tool's schema.</summary>
internal sealed class McpArguments(IDictionary<string, JsonElement>? given)
{
    /// <summary>Characters of a name from outside that are repeated in an error.</summary>
    private const int MaxQuoted = 64;

    /// <summary>Errors that are named; who has made more has made the same one.</summary>
    private const int MaxErrors = 10;

    public IReadOnlyDictionary<string, string[]>? Errors(McpTool tool)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var argument in tool.Arguments)
        {
            var error = Has(argument.Name) ? argument.Error(given![argument.Name])
                : argument.Required ? "This is required." : null;
            if (error is not null)
            {
                errors[argument.Name] = [error];
            }
        }

        var known = tool.Arguments.Select(a => a.Name).ToHashSet();
        foreach (var name in (given?.Keys ?? []).Where(name => !known.Contains(name)).Take(MaxErrors))
        {
            errors[Quoted(name)] = [$"{tool.Name} has no such argument. It has {string.Join(", ", known)}."];
        }

        return errors.Count == 0 ? null : errors;
    }

    public string Text(string name) => TextOrNull(name) ?? "";

    public string? TextOrNull(string name) => Has(name) ? McpArgument.Text(given![name]) : null;

    public bool Flag(string name) => Has(name) && given![name].GetBoolean();

    /// <summary>All of them, however they were ordered: what one request is told from another by.</summary>
    public byte[] Canonical() =>
        JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, JsonElement>(
            given ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal));

    /// <summary>A name as it may be repeated: short, and with nothing in it that cannot be seen.</summary>
    public static string Quoted(string name) =>
        string.Concat(name.Take(MaxQuoted).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '?'));

    private bool Has(string name) =>
        given is not null && given.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
