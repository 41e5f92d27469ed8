using System.ClientModel;
using System.Text.Json;
using Anthropic.Exceptions;
using CleanFte.Application.Ports;
using Polly.CircuitBreaker;

namespace CleanFte.Infrastructure.Models;

/// <summary>One time-out and one exception for whatever a provider's library does.</summary>
internal static class ModelFailures
{
    public static async Task<T> Guard<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            return await call(limit.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
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
