using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using Microsoft.Extensions.AI;

namespace CleanFte.Application.Agent.Replay;

/// <summary>Says what a model has said, in its order, and stays away where it stayed away.</summary>
/// <param name="answers">As they were recorded.</param>
/// <param name="failure">Why the model was of no use then, or null.</param>
internal sealed class RecordedModel(IReadOnlyList<ModelAnswer> answers, string? failure) : IChatClient
{
    /// <summary>Failures that are found in the answers themselves.</summary>
    private static readonly string[] OfAnswers = ["tokens", "refused", "length", "empty", "rounds", "unfounded", "language"];

    private int _next;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_next == answers.Count)
        {
            throw failure is null || OfAnswers.Contains(failure)
                ? new AnswersEndedException(answers.Count)
                : new ModelUnavailableException(failure);
        }

        var answer = answers[_next++];
        return Task.FromResult(new ChatResponse(Read(answer.Raw))
        {
            Usage = new UsageDetails { InputTokenCount = answer.InputTokens, OutputTokenCount = answer.OutputTokens },
            FinishReason = _next < answers.Count ? null : failure switch
            {
                "length" => ChatFinishReason.Length,
                "refused" => ChatFinishReason.ContentFilter,
                _ => null,
            },
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static List<ChatMessage> Read(string raw)
    {
        List<ChatMessage> messages;
        try
        {
            messages = JsonSerializer.Deserialize<List<ChatMessage>>(raw, AIJsonUtilities.DefaultOptions) ?? [];
        }
        catch (JsonException)
        {
            throw new NotReplayableException(
                NotReplayable.OlderVersion,
                "An answer of its model cannot be read. Replay it with the version that recorded it.");
        }

        // That arguments were no JSON object is known by how they came.
        foreach (var call in messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>())
        {
            if (call.AdditionalProperties?.ContainsKey("arguments") == true)
            {
                call.Exception = new JsonException("The arguments are not a JSON object.");
            }
        }

        return messages;
    }
}

/// <summary>A run asks for more answers than its model has given.</summary>
internal sealed class AnswersEndedException(int given)
    : Exception($"The run asks its model for more than the {given} answers that were recorded.");
