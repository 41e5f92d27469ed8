using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Domain;
using CleanFte.Domain.Agent;

namespace CleanFte.Application.Agent.Replay;

/// <summary>What of a run is compared, as JSON in one way of writing.</summary>
internal static class RunFacts
{
    /// <summary>Digits of a score that were recorded from the first version on.</summary>
    private const int ScoreDigits = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyDictionary<string, string> Of(
        RunOutcome outcome, IReadOnlyList<RunTool> tools, IReadOnlyList<RunSource> sources) => new Dictionary<string, string>
        {
            ["decision"] = Decision(outcome),
            ["reason"] = outcome.Reason ?? "none",
            ["evidence"] = outcome.Evidence ?? "none",
            ["tools"] = Written(new JsonArray([.. tools.Select(Tool)])),
            ["replies"] = Written(new JsonArray([.. outcome.Replies.Select(r => (JsonNode)r)])),
            ["sources"] = Written(new JsonArray([.. sources.Select(Source)])),
        };

    public static string Decision(RunOutcome outcome) => WireName.Of(outcome.Decision);

    /// <summary>Searches of a run by what was asked, with what was found.</summary>
    public static IEnumerable<(string Asked, string Found)> Searches(IReadOnlyList<RunTool> tools) => tools
        .Where(t => t.Name == AgentTools.SearchKnowledgeBase && !t.Failed)
        .Select(t => (t.Arguments, Written(Found(t.Result))));

    /// <summary>Without its time, which is another each time.</summary>
    private static JsonNode Tool(RunTool tool) => new JsonObject
    {
        ["name"] = tool.Name,
        ["by"] = WireName.Of(tool.By),
        ["arguments"] = Sorted(Parsed(tool.Arguments)),
        ["result"] = tool.Name == AgentTools.SearchKnowledgeBase && !tool.Failed
            ? Found(tool.Result)
            : Sorted(Parsed(tool.Result)),
        ["failed"] = tool.Failed,
    };

    private static JsonNode Source(RunSource source) => new JsonObject
    {
        ["article"] = source.Article,
        ["version"] = source.Version,
        ["title"] = source.Title,
        ["path"] = source.Path,
    };

    /// <summary>Positions were not recorded at first, and scores less exactly.</summary>
    private static JsonNode? Found(string result)
    {
        var found = Parsed(result);
        foreach (var passage in (found as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            passage.Remove("position");
            if (passage["score"] is JsonValue score && score.TryGetValue<double>(out var value))
            {
                passage["score"] = Math.Round(value, ScoreDigits);
            }
        }

        return Sorted(found);
    }

    private static string Written(JsonNode? node) => node?.ToJsonString(Json) ?? "null";

    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    /// <summary>Properties in the order of their names: stored as JSON they have none of their own.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
