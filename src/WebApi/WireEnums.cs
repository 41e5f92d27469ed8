using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanFte.WebApi;

/// <summary>Enumerations in JSON are snake_case words, never numbers.</summary>
internal sealed class WireEnums() : JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
