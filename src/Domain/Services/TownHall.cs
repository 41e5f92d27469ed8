using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanFte.Domain.Services;

/// <summary>The catalogue that a new tenant starts with: what people report to a town hall.</summary>
public static class TownHall
{
    /// <summary>The service of a report that fits no other; it has no triggers.</summary>
    public const string General = "general";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<ServiceDefinition> Catalogue { get; } = Read();

    private static ServiceDefinition[] Read()
    {
        using var file = typeof(TownHall).Assembly.GetManifestResourceStream("townhall.json")
            ?? throw new InvalidOperationException("townhall.json is not embedded.");
        return JsonSerializer.Deserialize<ServiceDefinition[]>(file, Json)
            ?? throw new InvalidOperationException("townhall.json is empty.");
    }
}
