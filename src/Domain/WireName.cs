using System.Collections.Frozen;
using System.Text.Json;

namespace CleanFte.Domain;

/// <summary>An enumeration's values as they are written outside: snake_case, <c>in_progress</c>.</summary>
public static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        Names<T>.ByValue[value];

    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    /// <summary>Reads a name that we wrote ourselves; any other is a bug.</summary>
    public static T Parse<T>(string name)
        where T : struct, Enum =>
        Names<T>.ByName[name];

    /// <summary>All names, for messages that say what is allowed.</summary>
    public static string All<T>()
        where T : struct, Enum =>
        string.Join(", ", Names<T>.ByName.Keys.Order(StringComparer.Ordinal));

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }
}
