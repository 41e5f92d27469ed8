using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using AiReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace CleanFte.Infrastructure.Models;

/// <summary>
/// OpenAI's chat completions as an <see cref="IChatClient"/>: texts, tools and their results; no pictures, no sound.
/// Streams by answering at once.
/// </summary>
internal sealed class OpenAiChatClient(ChatClient client) : IChatClient
{
    /// <summary>The code of the <see cref="ErrorContent"/> that a refusal of the model becomes.</summary>
    public const string Refusal = "refusal";

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = (await client.CompleteChatAsync(
            messages.SelectMany(Of), OpenAiOptions.Of(options), cancellationToken)).Value;
        var message = new AiMessage(ChatRole.Assistant, [.. Contents(answer)]) { MessageId = answer.Id };
        return new ChatResponse(message)
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = ReasonOf(answer.FinishReason),
            Usage = answer.Usage is { } usage
                ? new UsageDetails
                {
                    InputTokenCount = usage.InputTokenCount,
                    OutputTokenCount = usage.OutputTokenCount,
                    TotalTokenCount = usage.TotalTokenCount,
                }
                : null,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AiMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Of(AiMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>()
                .Select(result => new ToolChatMessage(result.CallId, TextOf(result.Result)));
        }

        return message.Role == ChatRole.Assistant ? [Assistant(message)] : [new UserChatMessage(message.Text)];
    }

    private static AssistantChatMessage Assistant(AiMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(
                call.CallId, call.Name, BinaryData.FromString(TextOf(call.Arguments ?? new Dictionary<string, object?>()))))
            .ToArray();
        if (calls.Length == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var assistant = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            assistant.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return assistant;
    }

    private static string TextOf(object? value) =>
        value as string ?? JsonSerializer.Serialize(value, Compact);

    /// <summary>Indentation is paid for by the token.</summary>
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private static IEnumerable<AIContent> Contents(ChatCompletion answer)
    {
        foreach (var part in answer.Content.Where(p => p.Kind == ChatMessageContentPartKind.Text && p.Text is not null))
        {
            yield return new TextContent(part.Text);
        }

        if (answer.Refusal is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = Refusal };
        }

        foreach (var call in answer.ToolCalls)
        {
            yield return CallOf(call);
        }
    }

    /// <summary>
    /// Arguments that are no JSON object are kept as the call's exception, for whoever runs the tools, and as they came, for
    /// whoever reads the record.
    /// </summary>
    private static FunctionCallContent CallOf(ChatToolCall call)
    {
        var content = FunctionCallContent.CreateFromParsedArguments(
            call.FunctionArguments, call.Id, call.FunctionName,
            static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(
                json, AIJsonUtilities.DefaultOptions));
        if (content.Exception is not null)
        {
            content.AdditionalProperties = new() { ["arguments"] = call.FunctionArguments.ToString() };
        }

        return content;
    }

    private static AiReason ReasonOf(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => AiReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => AiReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => AiReason.ToolCalls,
        _ => AiReason.Stop,
    };
}
