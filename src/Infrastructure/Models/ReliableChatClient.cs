using System.ClientModel;
using System.Text.Json;
using Anthropic.Exceptions;
using CleanFte.Application.Ports;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CleanFte.Infrastructure.Models;

/// <summary>
/// Answers in time or throws <see cref="ModelUnavailableException"/>, whatever the provider's library does.
/// </summary>
internal sealed class ReliableChatClient(IChatClient inner, TimeSpan timeout) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await base.GetResponseAsync(messages, options, limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelUnavailableException(CodeOf(e, limit.IsCancellationRequested), e);
        }
    }

    private static string CodeOf(Exception e, bool late) => e switch
    {
        _ when late => "timeout",
        _ when Find<BrokenCircuitException>(e) is not null => "circuit_open",
        ClientResultException { Status: > 0 } refused => $"http_{refused.Status}",
        AnthropicApiException refused => $"http_{(int)refused.StatusCode}",
        _ when Find<JsonException>(e) is not null => "malformed",
        _ when Find<HttpRequestException>(e) is not null => "unreachable",
        _ => "malformed",
    };

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e is AggregateException { InnerExceptions: [.., var last] } ? last : e.InnerException;
        }

        return (T?)e;
    }
}
