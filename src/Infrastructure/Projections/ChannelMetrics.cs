using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// What each event adds to the metrics of its channel. Pure, so that any part of the log can be counted anew.
/// </summary>
internal static class ChannelMetrics
{
    /// <summary>The projection's name in <c>mt_event_progression</c>.</summary>
    public const string Name = "channel_metrics";

    /// <summary>
    /// Sentiments are taken to so many parts of 1: sums of such numbers are exact in a double, in whatever order and
    /// batches they are added, so that a recount compares equal.
    /// </summary>
    private const double SentimentParts = 1 << 20;

    /// <summary>Stored names of the events that count.</summary>
    public static readonly string[] Types =
    [
        EventTypes.NameOf<ConversationOpened>(),
        EventTypes.NameOf<ConversationClosed>(),
        EventTypes.NameOf<HandedOver>(),
        EventTypes.NameOf<MessageReceived>(),
        EventTypes.NameOf<ReplySent>(),
        EventTypes.NameOf<ReplyFailed>(),
        EventTypes.NameOf<MessageAssessed>(),
        EventTypes.NameOf<TicketCreated>(),
        EventTypes.NameOf<TicketEscalated>(),
        EventTypes.NameOf<AgentRan>(),
        EventTypes.NameOf<AgentFailed>(),
    ];

    /// <summary>What an event adds, or null when nothing.</summary>
    public static MetricsChange? Of(IEvent e) => e switch
    {
        ConversationOpened o => new(o.Channel, o.At) { ConversationsOpened = 1 },
        ConversationClosed c => new(c.Channel, c.At)
        {
            ConversationsClosed = 1,
            ConversationsAutomated = c.HandedOver ? 0 : 1,
        },

        // Epoch 1 is a conversation's first takeover; the rate is of conversations, however often they change hands.
        HandedOver { AgentEpoch: 1 } h => new(h.Channel, h.At) { Handovers = 1 },
        MessageReceived m => new(m.Channel, m.At) { MessagesIn = 1 },
        ReplySent s => new(s.Channel, s.At)
        {
            MessagesOut = 1,
            LatencyMs = s.AnsweredReceivedAt is { } received
                ? Math.Max(0, (long)(s.At - received).TotalMilliseconds)
                : null,
        },
        ReplyFailed f => new(f.Channel, f.At) { MessagesFailed = 1 },
        MessageAssessed { Sentiment: { } sentiment } a => new(a.Channel, a.At)
        {
            Sentiment = Math.Round(sentiment * SentimentParts) / SentimentParts,
        },
        TicketCreated t => new(t.Channel, t.At) { Tickets = 1 },
        TicketEscalated t => new(t.Channel, t.At) { EscalationReason = t.Reason },
        AgentRan r => new(r.Channel, r.At)
        {
            AgentRuns = 1,
            ToolCalls = r.Tools.Count,
            ToolFailures = r.Tools.Count(t => t.Failed),
        },
        AgentFailed f => new(f.Channel, f.At) { AgentFailures = 1 },
        _ => null,
    };
}

/// <summary>What one event adds to its channel's hour.</summary>
internal readonly record struct MetricsChange(Channel Channel, DateTimeOffset At)
{
    public int ConversationsOpened { get; init; }

    public int ConversationsClosed { get; init; }

    public int ConversationsAutomated { get; init; }

    public int Handovers { get; init; }

    public int MessagesIn { get; init; }

    public int MessagesOut { get; init; }

    public int MessagesFailed { get; init; }

    public int Tickets { get; init; }

    public int AgentRuns { get; init; }

    public int AgentFailures { get; init; }

    public int ToolCalls { get; init; }

    public int ToolFailures { get; init; }

    public double? Sentiment { get; init; }

    public long? LatencyMs { get; init; }

    public string? EscalationReason { get; init; }
}
