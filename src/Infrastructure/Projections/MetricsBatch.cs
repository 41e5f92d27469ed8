using CleanFte.Application.Metrics;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Changes of many events, summed up per tenant, channel and hour, and then written by one statement per table.
/// </summary>
internal sealed class MetricsBatch
{
    private readonly Dictionary<MetricsKey, MetricsSum> _sums = [];
    private readonly Dictionary<(MetricsKey Key, string Reason), long> _escalations = [];

    public void Add(string tenant, IEvent e)
    {
        if (ChannelMetrics.Of(e) is not { } change)
        {
            return;
        }

        var at = change.At.UtcDateTime;
        var key = new MetricsKey(tenant, change.Channel, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour)));
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums[key] = sum = new MetricsSum();
        }

        sum.Add(change);
        if (change.EscalationReason is { } reason)
        {
            _escalations[(key, reason)] = _escalations.GetValueOrDefault((key, reason)) + 1;
        }
    }

    /// <summary>Takes over another batch's sums.</summary>
    public void Add(MetricsBatch other)
    {
        foreach (var (key, theirs) in other._sums)
        {
            if (!_sums.TryGetValue(key, out var sum))
            {
                _sums[key] = sum = new MetricsSum();
            }

            sum.Add(theirs);
        }

        foreach (var (key, count) in other._escalations)
        {
            _escalations[key] = _escalations.GetValueOrDefault(key) + count;
        }
    }

    /// <summary>Adds the sums to the tables.</summary>
    /// <param name="schema">A prefix such as <c>shadow.</c>, or nothing for the live tables.</param>
    public async Task Write(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (_sums.Count > 0)
        {
            batch.BatchCommands.Add(WriteSums(schema));
        }

        if (_escalations.Count > 0)
        {
            batch.BatchCommands.Add(WriteEscalations(schema));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private NpgsqlBatchCommand WriteSums(string schema)
    {
        var rows = _sums.ToArray();
        var command = new NpgsqlBatchCommand($"""
            insert into {schema}channel_metrics as m (tenant_id, channel, bucket, conversations_opened,
                conversations_closed, conversations_automated, handovers, messages_in, messages_out, messages_failed,
                tickets, sentiment_count, sentiment_sum, latency_count, latency_sum_ms, latency_max_ms, agent_runs,
                agent_failures, tool_calls, tool_failures, latency_histogram)
            select k.tenant_id, k.channel, k.bucket, k.c1, k.c2, k.c3, k.c4, k.c5, k.c6, k.c7, k.c8, k.c9, k.c10, k.c11,
                k.c12, k.c13, k.c14, k.c15, k.c16, k.c17, k.c18::bigint[]
            from unnest($1::varchar[], $2::varchar[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[],
                $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
                $13::double precision[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[],
                $19::bigint[], $20::bigint[], $21::text[])
                k (tenant_id, channel, bucket, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18)
            on conflict (tenant_id, channel, bucket) do update set
                conversations_opened = m.conversations_opened + excluded.conversations_opened,
                conversations_closed = m.conversations_closed + excluded.conversations_closed,
                conversations_automated = m.conversations_automated + excluded.conversations_automated,
                handovers = m.handovers + excluded.handovers,
                messages_in = m.messages_in + excluded.messages_in,
                messages_out = m.messages_out + excluded.messages_out,
                messages_failed = m.messages_failed + excluded.messages_failed,
                tickets = m.tickets + excluded.tickets,
                sentiment_count = m.sentiment_count + excluded.sentiment_count,
                sentiment_sum = m.sentiment_sum + excluded.sentiment_sum,
                latency_count = m.latency_count + excluded.latency_count,
                latency_sum_ms = m.latency_sum_ms + excluded.latency_sum_ms,
                latency_max_ms = greatest(m.latency_max_ms, excluded.latency_max_ms),
                agent_runs = m.agent_runs + excluded.agent_runs,
                agent_failures = m.agent_failures + excluded.agent_failures,
                tool_calls = m.tool_calls + excluded.tool_calls,
                tool_failures = m.tool_failures + excluded.tool_failures,
                latency_histogram = coalesce((
                    select array_agg(coalesce(u.a, 0) + coalesce(u.b, 0) order by u.i)
                    from unnest(m.latency_histogram, excluded.latency_histogram) with ordinality u (a, b, i)), '{"{}"}')
            """);
        Add(command, rows, r => r.Key.Tenant);
        Add(command, rows, r => WireName.Of(r.Key.Channel));
        Add(command, rows, r => r.Key.Hour);
        Add(command, rows, r => r.Value.ConversationsOpened);
        Add(command, rows, r => r.Value.ConversationsClosed);
        Add(command, rows, r => r.Value.ConversationsAutomated);
        Add(command, rows, r => r.Value.Handovers);
        Add(command, rows, r => r.Value.MessagesIn);
        Add(command, rows, r => r.Value.MessagesOut);
        Add(command, rows, r => r.Value.MessagesFailed);
        Add(command, rows, r => r.Value.Tickets);
        Add(command, rows, r => r.Value.SentimentCount);
        Add(command, rows, r => r.Value.SentimentSum);
        Add(command, rows, r => r.Value.LatencyCount);
        Add(command, rows, r => r.Value.LatencySumMs);
        Add(command, rows, r => r.Value.LatencyMaxMs);
        Add(command, rows, r => r.Value.AgentRuns);
        Add(command, rows, r => r.Value.AgentFailures);
        Add(command, rows, r => r.Value.ToolCalls);
        Add(command, rows, r => r.Value.ToolFailures);

        // As text, because unnest would flatten an array of arrays.
        Add(command, rows, r => $"{{{string.Join(',', r.Value.LatencyCount == 0 ? [] : r.Value.Histogram)}}}");
        return command;
    }

    private NpgsqlBatchCommand WriteEscalations(string schema)
    {
        var rows = _escalations.ToArray();
        var command = new NpgsqlBatchCommand($"""
            insert into {schema}channel_escalations as m (tenant_id, channel, bucket, reason, count)
            select * from unnest($1::varchar[], $2::varchar[], $3::timestamptz[], $4::varchar[], $5::bigint[])
            on conflict (tenant_id, channel, bucket, reason) do update set count = m.count + excluded.count
            """);
        Add(command, rows, r => r.Key.Key.Tenant);
        Add(command, rows, r => WireName.Of(r.Key.Key.Channel));
        Add(command, rows, r => r.Key.Key.Hour);
        Add(command, rows, r => r.Key.Reason);
        Add(command, rows, r => r.Value);
        return command;
    }

    private static void Add<T, TValue>(NpgsqlBatchCommand command, T[] rows, Func<T, TValue> value) =>
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = Array.ConvertAll(rows, r => value(r)) });

    /// <summary>What is counted together; the hour is in UTC.</summary>
    private readonly record struct MetricsKey(string Tenant, Channel Channel, DateTime Hour);

    private sealed class MetricsSum
    {
        public long ConversationsOpened { get; private set; }

        public long ConversationsClosed { get; private set; }

        public long ConversationsAutomated { get; private set; }

        public long Handovers { get; private set; }

        public long MessagesIn { get; private set; }

        public long MessagesOut { get; private set; }

        public long MessagesFailed { get; private set; }

        public long Tickets { get; private set; }

        public long AgentRuns { get; private set; }

        public long AgentFailures { get; private set; }

        public long ToolCalls { get; private set; }

        public long ToolFailures { get; private set; }

        public long SentimentCount { get; private set; }

        public double SentimentSum { get; private set; }

        public long LatencyCount { get; private set; }

        public long LatencySumMs { get; private set; }

        public long LatencyMaxMs { get; private set; }

        public long[] Histogram { get; } = new long[LatencyHistogram.Buckets];

        public void Add(in MetricsChange change)
        {
            ConversationsOpened += change.ConversationsOpened;
            ConversationsClosed += change.ConversationsClosed;
            ConversationsAutomated += change.ConversationsAutomated;
            Handovers += change.Handovers;
            MessagesIn += change.MessagesIn;
            MessagesOut += change.MessagesOut;
            MessagesFailed += change.MessagesFailed;
            Tickets += change.Tickets;
            AgentRuns += change.AgentRuns;
            AgentFailures += change.AgentFailures;
            ToolCalls += change.ToolCalls;
            ToolFailures += change.ToolFailures;
            if (change.Sentiment is { } sentiment)
            {
                SentimentCount++;
                SentimentSum += sentiment;
            }

            if (change.LatencyMs is { } latency)
            {
                LatencyCount++;
                LatencySumMs += latency;
                LatencyMaxMs = Math.Max(LatencyMaxMs, latency);
                Histogram[LatencyHistogram.BucketOf(latency)]++;
            }
        }

        public void Add(MetricsSum other)
        {
            ConversationsOpened += other.ConversationsOpened;
            ConversationsClosed += other.ConversationsClosed;
            ConversationsAutomated += other.ConversationsAutomated;
            Handovers += other.Handovers;
            MessagesIn += other.MessagesIn;
            MessagesOut += other.MessagesOut;
            MessagesFailed += other.MessagesFailed;
            Tickets += other.Tickets;
            AgentRuns += other.AgentRuns;
            AgentFailures += other.AgentFailures;
            ToolCalls += other.ToolCalls;
            ToolFailures += other.ToolFailures;
            SentimentCount += other.SentimentCount;
            SentimentSum += other.SentimentSum;
            LatencyCount += other.LatencyCount;
            LatencySumMs += other.LatencySumMs;
            LatencyMaxMs = Math.Max(LatencyMaxMs, other.LatencyMaxMs);
            for (var i = 0; i < Histogram.Length; i++)
            {
                Histogram[i] += other.Histogram[i];
            }
        }
    }
}
