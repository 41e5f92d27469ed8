using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>POST /v1/messages.</summary>
internal sealed class AnthropicWire : ModelWire
{
    public static readonly AnthropicWire Instance = new();

    public override bool IsAuthorised(IHeaderDictionary headers) =>
        (headers["x-api-key"] == ModelStandIn.Key || headers.Authorization == $"Bearer {ModelStandIn.Key}")
        && DateOnly.TryParseExact(headers["anthropic-version"], "yyyy-MM-dd", out _);

    public override string? Complaint(JsonObject request) =>
        request["model"] is null ? "model: Field required"
        : request["max_tokens"] is null ? "max_tokens: Field required"
        : request["messages"] is not JsonArray { Count: > 0 } messages ? "messages: at least one message is required"
        : messages.Any(m => (string?)m!["role"] is not ("user" or "assistant")) ? "messages: Unexpected role"
        : NamesComplaint(messages.SelectMany(m => Blocks(m!, "tool_use", "name")))
        ?? CallsComplaint(messages.Select(m => (Blocks(m!, "tool_use", "id"), Blocks(m!, "tool_result", "tool_use_id"))));

    public override string Reply(JsonObject request, ModelTurn turn) => Text(new JsonObject
    {
        ["id"] = $"msg_{Guid.NewGuid():N}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request["model"]!.DeepClone(),
        ["content"] = new JsonArray([.. Content(turn)]),
        ["stop_reason"] = turn switch
        {
            { Finish: { } finish } => finish,
            { Refusal: not null } => "refusal",
            { Calls: not null } => "tool_use",
            _ => "end_turn",
        },
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = turn.Tokens, ["output_tokens"] = 7 },
    });

    public override string Error(string type, string message) => Text(new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
    });

    private static IEnumerable<JsonNode> Content(ModelTurn turn)
    {
        if (turn.Text is { } text)
        {
            yield return new JsonObject { ["type"] = "text", ["text"] = text };
        }

        foreach (var (tool, arguments) in turn.Calls ?? [])
        {
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = $"toolu_{Guid.NewGuid():N}",
                ["name"] = tool,
                ["input"] = JsonNode.Parse(arguments),
            };
        }
    }

    private static IReadOnlyList<string> Blocks(JsonNode message, string type, string id) =>
        message["content"] is JsonArray blocks
            ? [.. blocks.Where(b => (string?)b!["type"] == type).Select(b => (string)b![id]!)]
            : [];
}
