using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Metrics;

/// <summary>What happened on each channel between two times, in whole hours of UTC.</summary>
public sealed record ShowChannelMetrics(DateTimeOffset From, DateTimeOffset To, MetricsBucket Bucket)
    : IRequest<Outcome<ChannelMetricsView>>
{
    /// <summary>Longest span that is shown by the hour: at most 744 lines per channel.</summary>
    public static readonly TimeSpan MaxByHour = TimeSpan.FromDays(31);

    /// <summary>Longest span that is shown by the day.</summary>
    public static readonly TimeSpan MaxByDay = TimeSpan.FromDays(366);

    internal sealed class Handler(IMetricsQueries metrics, Caller caller)
        : IRequestHandler<ShowChannelMetrics, Outcome<ChannelMetricsView>>
    {
        public async Task<Outcome<ChannelMetricsView>> Handle(ShowChannelMetrics query, CancellationToken ct)
        {
            var sums = await metrics.Channels(caller.Tenant, query.From, query.To, query.Bucket, ct);
            var totals = sums.Rows
                .GroupBy(row => row.Bucket)
                .OrderBy(bucket => bucket.Key)
                .Select(bucket => ChannelMetricsLine.Of(null, bucket.Aggregate((a, b) => a + b)));
            return new ChannelMetricsView(
                [.. sums.Rows.Select(row => ChannelMetricsLine.Of(WireName.Of(row.Channel), row))],
                [.. totals],
                new MetricsAsOf(sums.Position, sums.At));
        }
    }
}

internal sealed class ShowChannelMetricsValidator : AbstractValidator<ShowChannelMetrics>
{
    public ShowChannelMetricsValidator()
    {
        RuleFor(q => q.From).LessThan(q => q.To).WithMessage("'from' must be before 'to'.");
        RuleFor(q => q.Bucket).IsInEnum();
        RuleFor(q => q.To)
            .Must((q, to) => to - q.From <= ShowChannelMetrics.MaxByHour)
            .When(q => q.Bucket == MetricsBucket.Hour)
            .WithMessage($"At most {ShowChannelMetrics.MaxByHour.Days} days are shown by the hour.");
        RuleFor(q => q.To)
            .Must((q, to) => to - q.From <= ShowChannelMetrics.MaxByDay)
            .When(q => q.Bucket == MetricsBucket.Day)
            .WithMessage($"At most {ShowChannelMetrics.MaxByDay.Days} days are shown by the day.");
    }
}

/// <summary>The answer.</summary>
/// <param name="Channels">Per channel, and per bucket when asked, by bucket and channel.</param>
/// <param name="Totals">Over all channels, per bucket when asked; empty when nothing happened.</param>
public sealed record ChannelMetricsView(
    IReadOnlyList<ChannelMetricsLine> Channels, IReadOnlyList<ChannelMetricsLine> Totals, MetricsAsOf AsOf);

/// <summary>How recent the numbers are.</summary>
/// <param name="Position">The log's sequence up to which was counted.</param>
/// <param name="At">When that was; null before anything was counted.</param>
public sealed record MetricsAsOf(long Position, DateTimeOffset? At);

/// <summary>
/// One line of numbers; what each means is in <see cref="MetricDefinitions"/>. A rate of nothing is null.
/// </summary>
/// <param name="Channel">Null in totals.</param>
public sealed record ChannelMetricsLine(
    string? Channel,
    DateTimeOffset? Bucket,
    long Conversations,
    long ConversationsClosed,
    long Handovers,
    long MessagesIn,
    long MessagesOut,
    long MessagesFailed,
    long Tickets,
    long Escalations,
    IReadOnlyDictionary<string, EscalationsByReason> EscalationsByReason,
    double? EscalationRate,
    double? AutomationRate,
    double? AverageSentiment,
    LatencyView Latency,
    long AgentRuns,
    long AgentFailures,
    long ToolCalls,
    long ToolFailures)
{
    internal static ChannelMetricsLine Of(string? channel, ChannelSum sum) => new(
        channel,
        sum.Bucket,
        sum.ConversationsOpened,
        sum.ConversationsClosed,
        sum.Handovers,
        sum.MessagesIn,
        sum.MessagesOut,
        sum.MessagesFailed,
        sum.Tickets,
        sum.Escalations.Values.Sum(),
        sum.Escalations.OrderBy(e => e.Key, StringComparer.Ordinal)
            .ToDictionary(e => e.Key, e => new EscalationsByReason(e.Value, Rate(e.Value, sum.Tickets))),
        Rate(sum.Handovers, sum.ConversationsOpened),
        Rate(sum.ConversationsAutomated, sum.ConversationsClosed),
        Rate(sum.SentimentSum, sum.SentimentCount),
        new LatencyView(
            sum.LatencyCount,
            Rate(sum.LatencySumMs, sum.LatencyCount),
            LatencyHistogram.Percentile(sum.LatencyHistogram, 0.50, sum.LatencyMaxMs),
            LatencyHistogram.Percentile(sum.LatencyHistogram, 0.95, sum.LatencyMaxMs),
            LatencyHistogram.Percentile(sum.LatencyHistogram, 0.99, sum.LatencyMaxMs),
            sum.LatencyCount == 0 ? null : sum.LatencyMaxMs),
        sum.AgentRuns,
        sum.AgentFailures,
        sum.ToolCalls,
        sum.ToolFailures);

    private static double? Rate(double part, long whole) => whole == 0 ? null : part / whole;
}

/// <summary>Tickets escalated for one reason.</summary>
/// <param name="Rate">Of the tickets created in the same span; null when there were none.</param>
public sealed record EscalationsByReason(long Count, double? Rate);

/// <summary>Response latency in milliseconds.</summary>
public sealed record LatencyView(long Count, double? Average, double? P50, double? P95, double? P99, long? Max);
