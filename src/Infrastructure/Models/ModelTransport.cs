using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace CleanFte.Infrastructure.Models;

/// <summary>
/// What every model provider gets alike, below its library: whole answers only, of bounded size and readable as JSON;
/// two repetitions, after <c>Retry-After</c> where the provider says when, if that is soon; and a circuit that opens when
/// most fails.
/// </summary>
internal sealed class ModelTransport : DelegatingHandler
{
    public const int Retries = 2;

    /// <summary>Far beyond any answer that is of use here.</summary>
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>A citizen waits: who is sent away for longer is told at once, and a person takes over.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public ModelTransport(HttpMessageHandler inner, TimeProvider clock)
        : base(inner)
    {
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = Passing(answer => !(Wanted(answer, clock) > LongestPause)),
                MaxRetryAttempts = Retries,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = attempt => ValueTask.FromResult(Wanted(attempt.Outcome.Result, clock)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = Passing(_ => true),
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(15),
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Content is { } content)
        {
            // Sent again as it was, whatever the library made it of.
            await content.LoadIntoBufferAsync(ct);
        }

        return await _pipeline.ExecuteAsync(async token => await Attempt(request, token), ct);
    }

    private async Task<HttpResponseMessage> Attempt(HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await base.SendAsync(request, ct);
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, ct);
            if (answer.IsSuccessStatusCode)
            {
                using var parsed = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            }

            return answer;
        }
        catch (IOException broken)
        {
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, inner: broken);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Failures that may be gone the next time.</summary>
    private static PredicateBuilder<HttpResponseMessage> Passing(Predicate<HttpResponseMessage> and) =>
        new PredicateBuilder<HttpResponseMessage>()
            .Handle<HttpRequestException>()
            .Handle<JsonException>()
            .HandleResult(answer =>
                (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                    || (int)answer.StatusCode >= 500)
                && and(answer));

    private static TimeSpan? Wanted(HttpResponseMessage? answer, TimeProvider clock) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } moment } when moment > clock.GetUtcNow() => moment - clock.GetUtcNow(),
        _ => null,
    };
}
