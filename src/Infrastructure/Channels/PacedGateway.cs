using System.Threading.RateLimiting;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using Polly;
using Polly.CircuitBreaker;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// Keeps one account's sends within its rates, and stops trying for a while when its provider fails: what waits in the
/// outbox is safe there, and a struggling provider is not helped by more requests. Files are read when it is the message's turn.
/// </summary>
internal sealed class PacedGateway(IChannelGateway inner, int maxPerSecond, PairRate? pairs, SentFiles files) : IChannelGateway
{
    /// <summary>
    /// How long a message with files waits for its turn. With reading them (<see cref="SentFiles.MaxPatience"/>, 5 s) and the
    /// longest request with files (30 s at Gmail and WAHA, 20 s and 10 s at the Cloud API) that makes 40 s, less than
    /// <see cref="Messaging.OutboxQueue.Lease"/> of 45 s: what takes longer would be taken for lost and sent twice.
    /// </summary>
    public static readonly TimeSpan FilePatience = TimeSpan.FromSeconds(5);

    /// <summary>The same without files: with a request of 10 s it makes 30 s.</summary>
    public static readonly TimeSpan TextPatience = TimeSpan.FromSeconds(20);

    /// <summary>Shortens both.</summary>
    public TimeSpan MaxWait { get; init; } = TextPatience;

    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DisabledPause = TimeSpan.FromMinutes(1);

    private static readonly SendResult Paced = new SendResult.TryLater("paced", TimeSpan.FromSeconds(1), false);

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

    public FileRules Files => inner.Files;

    public bool SendsContent => inner.SendsContent;

    public Inbound Decode(ReadOnlyMemory<byte> payload) => inner.Decode(payload);

    public async Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
        if (!account.IsEnabled)
        {
            return new SendResult.TryLater("channel_disabled", DisabledPause, false);
        }

        if (message.Files.Count == 0)
        {
            return await Turn(message.Recipient, TextPatience, ct) ?? await Hand(account, message, ct);
        }

        using var room = SendsContent ? files.Enter(account.Name) : null;
        if (SendsContent && room is null)
        {
            return SentFiles.NoRoom();
        }

        if (await Turn(message.Recipient, FilePatience, ct) is { } later)
        {
            return later;
        }

        var (read, problem) = await files.Read(message.Files, SendsContent, ct);
        return problem ?? await Hand(account, message with { Files = read }, ct);
    }

    /// <summary>Waits for the message's turn; null when it is, else why it is not sent now.</summary>
    private async Task<SendResult?> Turn(string recipient, TimeSpan patience, CancellationToken ct)
    {
        if (pairs?.Take(recipient) is { } pause)
        {
            return new SendResult.TryLater("pair_rate", pause, false);
        }

        if (_pace is null)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience < MaxWait ? patience : MaxWait);
        try
        {
            using var turn = await _pace.AcquireAsync(1, limit.Token);
            return turn.IsAcquired ? null : Paced;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Paced;
        }
    }

    private async Task<SendResult> Hand(ChannelAccount account, OutgoingMessage message, CancellationToken ct)
    {
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
