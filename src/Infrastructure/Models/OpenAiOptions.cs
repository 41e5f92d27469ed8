using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace CleanFte.Infrastructure.Models;

/// <summary>What is asked of OpenAI's API, from what is asked of any model.</summary>
internal static class OpenAiOptions
{
    public static ChatCompletionOptions Of(ChatOptions? options)
    {
        var completion = new ChatCompletionOptions();
        if (options is null)
        {
            return completion;
        }

        completion.MaxOutputTokenCount = options.MaxOutputTokens;
        completion.Temperature = options.Temperature;
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
        {
            completion.Tools.Add(ChatTool.CreateFunctionTool(
                tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (completion.Tools.Count > 0)
        {
            completion.AllowParallelToolCalls = options.AllowMultipleToolCalls;
            completion.ToolChoice = options.ToolMode switch
            {
                RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
                RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
                NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
                _ => null,
            };
        }

        return completion;
    }
}
