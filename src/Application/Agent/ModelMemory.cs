using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Domain.Guardrails;
using Microsoft.Extensions.AI;

namespace CleanFte.Application.Agent;

/// <summary>
/// What a model has answered while one unit of work was decided. Who loses a race decides anew, and is not to wait and pay
/// for the same answers again.
/// </summary>
internal sealed class ModelMemory
{
    private readonly Dictionary<string, ChatResponse> _answers = [];

    /// <summary>Delimits the citizen's text; nobody can know it beforehand.</summary>
    public string Marker { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ModelText.MinMarker));

    public async Task<(ChatResponse Answer, long Milliseconds)> Ask(
        IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken ct)
    {
        var key = Convert.ToHexString(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(messages, AIJsonUtilities.DefaultOptions)));
        if (_answers.TryGetValue(key, out var known))
        {
            return (known, 0);
        }

        var began = Stopwatch.GetTimestamp();
        var answer = await client.GetResponseAsync(messages, options, ct);
        _answers.Add(key, answer);
        return (answer, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
