using System.Threading.RateLimiting;
using CleanFte.Application.Ports;
using Polly;
using Polly.CircuitBreaker;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// Keeps one account's sends within its rates, and stops trying for a while when its provider fails: what waits in the
/// outbox is safe there, and a struggling provider is not helped by more requests.
/// </summary>
internal sealed class PacedGateway(IChannelGateway inner, int maxPerSecond, PairRate? pairs) : IChannelGateway
{
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DisabledPause = TimeSpan.FromMinutes(1);

    /// <summary>Sends that may wait for their turn; the outbox has no more under way.</summary>
    private const int MaxWaiting = 256;

    private readonly RateLimiter? _pace = maxPerSecond == 0
        ? null
        : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = maxPerSecond,
            TokensPerPeriod = Math.Max(1, maxPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, maxPerSecond / 10) / (double)maxPerSecond),
            QueueLimit = MaxWaiting,
        });

    private readonly ResiliencePipeline<SendResult> _circuit = new ResiliencePipelineBuilder<SendResult>()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendResult>
        {
            ShouldHandle = args =>
                ValueTask.FromResult(args.Outcome.Result is SendResult.TryLater or SendResult.Uncertain),
            FailureRatio = 0.5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = BreakDuration,
        })
        .Build();

    public string Provider => inner.Provider;

    public int MaxTextLength => inner.MaxTextLength;

    public Inbound Decode(ReadOnlyMemory<byte> payload) => inner.Decode(payload);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        if (!account.IsEnabled)
        {
            return new SendResult.TryLater("channel_disabled", DisabledPause, false);
        }

        if (pairs?.Take(message.Recipient) is { } pause)
        {
            return new SendResult.TryLater("pair_rate", pause, false);
        }

        if (_pace is not null)
        {
            using var turn = await _pace.AcquireAsync(1, ct);
            if (!turn.IsAcquired)
            {
                return new SendResult.TryLater("paced", TimeSpan.FromSeconds(1), false);
            }
        }

        try
        {
            return await _circuit.ExecuteAsync(
                static async (call, token) => await call.inner.Send(call.account, call.message, token),
                (inner, account, message),
                ct);
        }
        catch (BrokenCircuitException)
        {
            return new SendResult.TryLater("circuit_open", BreakDuration, false);
        }
    }

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        inner.LookUp(account, message, since, others, ct);

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        inner.Missed(account, cursor, ct);

    public Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
        inner.Fetch(account, reference, source, ct);

    public bool ShowsReading => inner.ShowsReading;

    public Task ShowRead(ChannelAccount account, string providerMessageId, CancellationToken ct) =>
        inner.ShowRead(account, providerMessageId, ct);

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
        inner.Check(account, ct);
}
