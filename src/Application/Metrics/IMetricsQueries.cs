using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Metrics;

/// <summary>Reads what the asynchronous projection counted, for one tenant.</summary>
public interface IMetricsQueries
{
    /// <summary>Sums per channel, and per bucket when asked; everything as of one position of the log.</summary>
    /// <param name="from">Inclusive; the hour it lies in counts as a whole.</param>
    /// <param name="to">Exclusive; the hour it lies in counts as a whole, unless it begins then.</param>
    Task<ChannelSums> Channels(
        string tenant, DateTimeOffset from, DateTimeOffset to, MetricsBucket bucket, CancellationToken ct);
}

public enum MetricsBucket
{
    All,
    Hour,
    Day,
}

/// <summary>What was counted, as of one position.</summary>
/// <param name="Position">The log's sequence up to which was counted.</param>
/// <param name="At">When that was.</param>
public sealed record ChannelSums(long Position, DateTimeOffset? At, IReadOnlyList<ChannelSum> Rows);

/// <summary>Counts of one channel in one bucket.</summary>
/// <param name="Bucket">Its beginning in UTC; null when all is summed up.</param>
/// <param name="LatencyHistogram">By <see cref="Metrics.LatencyHistogram.Bounds"/>.</param>
/// <param name="Escalations">Tickets escalated, by reason.</param>
public sealed record ChannelSum(
    Channel Channel,
    DateTimeOffset? Bucket,
    long ConversationsOpened,
    long ConversationsClosed,
    long ConversationsAutomated,
    long Handovers,
    long MessagesIn,
    long MessagesOut,
    long MessagesFailed,
    long Tickets,
    long SentimentCount,
    double SentimentSum,
    long LatencyCount,
    long LatencySumMs,
    long LatencyMaxMs,
    long AgentRuns,
    long AgentFailures,
    long ToolCalls,
    long ToolFailures,
    IReadOnlyList<long> LatencyHistogram,
    IReadOnlyDictionary<string, long> Escalations)
{
    /// <summary>Both together.</summary>
    public static ChannelSum operator +(ChannelSum a, ChannelSum b) => a with
    {
        ConversationsOpened = a.ConversationsOpened + b.ConversationsOpened,
        ConversationsClosed = a.ConversationsClosed + b.ConversationsClosed,
        ConversationsAutomated = a.ConversationsAutomated + b.ConversationsAutomated,
        Handovers = a.Handovers + b.Handovers,
        MessagesIn = a.MessagesIn + b.MessagesIn,
        MessagesOut = a.MessagesOut + b.MessagesOut,
        MessagesFailed = a.MessagesFailed + b.MessagesFailed,
        Tickets = a.Tickets + b.Tickets,
        SentimentCount = a.SentimentCount + b.SentimentCount,
        SentimentSum = a.SentimentSum + b.SentimentSum,
        LatencyCount = a.LatencyCount + b.LatencyCount,
        LatencySumMs = a.LatencySumMs + b.LatencySumMs,
        LatencyMaxMs = Math.Max(a.LatencyMaxMs, b.LatencyMaxMs),
        AgentRuns = a.AgentRuns + b.AgentRuns,
        AgentFailures = a.AgentFailures + b.AgentFailures,
        ToolCalls = a.ToolCalls + b.ToolCalls,
        ToolFailures = a.ToolFailures + b.ToolFailures,
        LatencyHistogram =
        [
            .. Enumerable.Range(0, Math.Max(a.LatencyHistogram.Count, b.LatencyHistogram.Count))
                .Select(i => a.LatencyHistogram.ElementAtOrDefault(i) + b.LatencyHistogram.ElementAtOrDefault(i)),
        ],
        Escalations = a.Escalations.Concat(b.Escalations)
            .GroupBy(e => e.Key)
            .ToDictionary(reason => reason.Key, reason => reason.Sum(e => e.Value)),
    };
}
