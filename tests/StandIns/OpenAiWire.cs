using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>POST /v1/chat/completions.</summary>
internal sealed class OpenAiWire : ModelWire
{
    public static readonly OpenAiWire Instance = new();

    public override bool IsAuthorised(IHeaderDictionary headers) =>
        headers.Authorization == $"Bearer {ModelStandIn.Key}";

    public override string? Complaint(JsonObject request) =>
        request["model"] is null ? "you must provide a model parameter"
        : request["messages"] is not JsonArray { Count: > 0 } messages ? "'messages' is a required property"
        : NamesComplaint(messages.SelectMany(m => Ids(m!["tool_calls"], "function", "name")))
        ?? CallsComplaint(messages.Select(m => (Ids(m!["tool_calls"], "id"), Results(m))));

    public override string Reply(JsonObject request, ModelTurn turn) => Text(new JsonObject
    {
        ["id"] = $"chatcmpl-{Guid.NewGuid():N}",
        ["object"] = "chat.completion",
        ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["model"] = request["model"]!.DeepClone(),
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(turn),
            ["logprobs"] = null,
            ["finish_reason"] = turn.Finish ?? (turn.Calls is null ? "stop" : "tool_calls"),
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = turn.Tokens, ["completion_tokens"] = 7, ["total_tokens"] = turn.Tokens + 7 },
    });

    public override string Error(string type, string message) => Text(new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = null },
    });

    private static JsonObject Message(ModelTurn turn)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = turn.Text,
            ["refusal"] = turn.Refusal,
        };
        if (turn.Calls is { } calls)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select((call, i) => new JsonObject
            {
                ["id"] = $"call_{i}_{Guid.NewGuid():N}",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = call.Arguments },
            })]);
        }

        return message;
    }

    private static IReadOnlyList<string> Results(JsonNode message) =>
        (string?)message["role"] == "tool" ? [(string)message["tool_call_id"]!] : [];

    private static IReadOnlyList<string> Ids(JsonNode? list, params string[] path) =>
        list is JsonArray items ? [.. items.Select(item => (string)path.Aggregate(item, (node, name) => node![name])!)] : [];
}
