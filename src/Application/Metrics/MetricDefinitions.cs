namespace CleanFte.Application.Metrics;

/// <summary>What a number means and how anybody can recompute it from the log.</summary>
/// <param name="Name">As in the answer of the metrics.</param>
/// <param name="Events">The stored names of the events it is counted from.</param>
public sealed record MetricDefinition(string Name, string Formula, string Unit, IReadOnlyList<string> Events);

/// <summary>
/// Every number of <see cref="ShowChannelMetrics"/>. An event counts in the hour of its <c>at</c>, in UTC.
/// </summary>
public static class MetricDefinitions
{
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        new("conversations", "conversations opened", "count", ["conversation_opened"]),
        new("conversationsClosed", "conversations closed", "count", ["conversation_closed"]),
        new("handovers", "conversations taken over by a human for the first time (agentEpoch = 1)", "count",
            ["handed_over"]),
        new("messagesIn", "messages received", "count", ["message_received"]),
        new("messagesOut", "messages the provider took", "count", ["reply_sent"]),
        new("messagesFailed", "messages that will not arrive", "count", ["reply_failed"]),
        new("tickets", "tickets created", "count", ["ticket_created"]),
        new("escalations", "tickets escalated", "count", ["ticket_escalated"]),
        new(
            "escalationsByReason", "tickets escalated for the reason; rate = that / tickets", "count, ratio",
            ["ticket_escalated", "ticket_created"]),
        new("escalationRate", "handovers / conversations", "ratio", ["handed_over", "conversation_opened"]),
        new(
            "automationRate", "conversations closed that no human ever took over / conversations closed", "ratio",
            ["conversation_closed"]),
        new(
            "averageSentiment", "mean sentiment of assessed messages, 0 bad to 1 good; each taken to 2^-20", "0..1",
            ["message_assessed"]),
        new(
            "latency", "at - answeredReceivedAt of replies that answer: count, mean, maximum", "milliseconds",
            ["reply_sent"]),
        new(
            "latency.p50, p95, p99", "from a histogram with fixed bounds, interpolated linearly within a bucket",
            "milliseconds", ["reply_sent"]),
        new("agentRuns", "messages, or groups of them, that the agent decided on", "count", ["agent_ran"]),
        new("agentFailures", "runs whose model stayed away or was of no use", "count", ["agent_failed"]),
        new("toolCalls", "calls of tools in runs, those that the order of tools makes included", "count", ["agent_ran"]),
        new("toolFailures", "of them, those that were refused or failed", "count", ["agent_ran"]),
    ];
}
