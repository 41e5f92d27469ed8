using CleanFte.Application.Metrics;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Projections;
using Npgsql;

namespace CleanFte.Infrastructure.Metrics;

/// <inheritdoc cref="IMetricsQueries"/>
internal sealed class MetricsQueries(NpgsqlDataSource database) : IMetricsQueries
{
    private const string Sums = """
        with spans as (
            select m.*, case $4 when 'hour' then m.bucket when 'day' then date_trunc('day', m.bucket, 'UTC') end as span
            from channel_metrics m
            where m.tenant_id = $1 and m.bucket >= date_trunc('hour', $2, 'UTC') and m.bucket < $3
        ), histograms as (
            select channel, span, array_agg(n order by i) as counts
            from (
                select s.channel, s.span, h.i, sum(h.n)::bigint as n
                from spans s cross join unnest(s.latency_histogram) with ordinality h (n, i)
                group by s.channel, s.span, h.i
            ) buckets
            group by channel, span
        )
        select s.channel, s.span, sum(conversations_opened)::bigint, sum(conversations_closed)::bigint,
            sum(conversations_automated)::bigint, sum(handovers)::bigint, sum(messages_in)::bigint,
            sum(messages_out)::bigint, sum(messages_failed)::bigint, sum(tickets)::bigint, sum(sentiment_count)::bigint,
            sum(sentiment_sum), sum(latency_count)::bigint, sum(latency_sum_ms)::bigint, max(latency_max_ms),
            sum(agent_runs)::bigint, sum(agent_failures)::bigint, sum(tool_calls)::bigint, sum(tool_failures)::bigint,
            coalesce((select h.counts from histograms h
                where h.channel = s.channel and h.span is not distinct from s.span), '{}')
        from spans s
        group by s.channel, s.span
        order by s.span, s.channel
        """;

    private const string Escalations = """
        select channel, case $4 when 'hour' then bucket when 'day' then date_trunc('day', bucket, 'UTC') end, reason,
            sum(count)::bigint
        from channel_escalations
        where tenant_id = $1 and bucket >= date_trunc('hour', $2, 'UTC') and bucket < $3
        group by 1, 2, 3
        """;

    private const string Progress = "select last_seq_id, last_updated from mt_event_progression where name = $1";

    public async Task<ChannelSums> Channels(
        string tenant, DateTimeOffset from, DateTimeOffset to, MetricsBucket bucket, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);

        // One snapshot, so that the position is the one the numbers are of.
        await using var snapshot =
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Progress) { Parameters = { new() { Value = ChannelMetrics.Name } } },
                Spanned(Escalations, tenant, from, to, bucket),
                Spanned(Sums, tenant, from, to, bucket),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var known = await reader.ReadAsync(ct);
        var position = known ? reader.GetInt64(0) : 0;
        DateTimeOffset? at = known && position > 0 ? reader.GetFieldValue<DateTimeOffset>(1) : null;

        await reader.NextResultAsync(ct);
        var escalations = new Dictionary<(string, DateTimeOffset?), Dictionary<string, long>>();
        while (await reader.ReadAsync(ct))
        {
            var key = (reader.GetString(0), Span(reader));
            if (!escalations.TryGetValue(key, out var reasons))
            {
                escalations[key] = reasons = [];
            }

            reasons.Add(reader.GetString(2), reader.GetInt64(3));
        }

        await reader.NextResultAsync(ct);
        var rows = new List<ChannelSum>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Read(reader, escalations));
        }

        return new ChannelSums(position, at, rows);
    }

    private static NpgsqlBatchCommand Spanned(
        string sql, string tenant, DateTimeOffset from, DateTimeOffset to, MetricsBucket bucket) => new(sql)
        {
            Parameters =
        {
            new() { Value = tenant },
            new() { Value = from.ToUniversalTime() },
            new() { Value = to.ToUniversalTime() },
            new() { Value = WireName.Of(bucket) },
        },
        };

    private static DateTimeOffset? Span(NpgsqlDataReader reader) =>
        reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1);

    private static ChannelSum Read(
        NpgsqlDataReader reader, Dictionary<(string, DateTimeOffset?), Dictionary<string, long>> escalations)
    {
        var name = reader.GetString(0);
        var span = Span(reader);
        return new ChannelSum(
            WireName.TryParse<Channel>(name, out var channel)
                ? channel
                : throw new InvalidOperationException(
                    $"The metrics hold a channel '{name}', which this version does not know."),
            span,
            reader.GetInt64(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.GetInt64(5),
            reader.GetInt64(6),
            reader.GetInt64(7),
            reader.GetInt64(8),
            reader.GetInt64(9),
            reader.GetInt64(10),
            reader.GetDouble(11),
            reader.GetInt64(12),
            reader.GetInt64(13),
            reader.GetInt64(14),
            reader.GetInt64(15),
            reader.GetInt64(16),
            reader.GetInt64(17),
            reader.GetInt64(18),
            reader.GetFieldValue<long[]>(19),
            escalations.GetValueOrDefault((name, span)) ?? []);
    }
}
