using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using CleanFte.Infrastructure.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <inheritdoc cref="IRunHistory"/>
internal sealed class RunHistory(NpgsqlDataSource database, WordStore words, WordStems stems) : IRunHistory
{
    /// <summary>How much later an event may be saved than another of a higher number.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(5);

    private const string TimeSql = "select seq_id, timestamp from mt_events where seq_id >= $1 order by seq_id limit 1";

    private const string Columns = """
        select e.seq_id, e.stream_id, e.timestamp, e.correlation_id, e.causation_id, e.data, (
            select f.data ->> 'code' from mt_events f
            where f.tenant_id = e.tenant_id and f.stream_id = e.stream_id and f.type = 'agent_failed' limit 1)
        from mt_events e
        where e.tenant_id = $1 and e.type = 'agent_ran'
        """;

    private const string PageSql = $"{Columns} and e.timestamp >= $2 and e.seq_id > $3 order by e.seq_id limit $4";

    private const string OneSql = $"{Columns} and e.stream_id = $2";

    public async Task<long> PositionOf(DateTimeOffset moment, CancellationToken ct)
    {
        var (below, above) = (0L, await End(ct));
        var from = moment.ToUniversalTime() - Disorder;
        while (below < above)
        {
            var middle = below + ((above - below) / 2);
            var next = (await database.Statement(TimeSql, middle + 1).Rows(r => (r.GetInt64(0), r.Time(1)), ct))
                .SingleOrDefault();
            if (next.Item1 == 0 || next.Item2 >= from)
            {
                above = middle;
            }
            else
            {
                below = next.Item1;
            }
        }

        return below;
    }

    public async Task<IReadOnlyList<RecordedRun>> Runs(
        string tenant, DateTimeOffset since, long after, int limit, CancellationToken ct) =>
        await database.Statement(PageSql, tenant, since.ToUniversalTime(), after, limit).Rows(r => Read(tenant, r), ct);

    public async Task<RecordedRun?> Find(string tenant, Guid run, CancellationToken ct) =>
        (await database.Statement(OneSql, tenant, run).Rows(r => Read(tenant, r), ct)).SingleOrDefault();

    public async Task<IPastStreams> StreamsOf(string tenant, IReadOnlyList<RecordedRun> runs, CancellationToken ct)
    {
        var streams = new PastStreams(tenant, database);
        await streams.Read([.. runs.Select(r => r.Run?.Conversation.Value).OfType<Guid>().Distinct()], ct);
        await streams.ReadNamed(ct);
        return streams;
    }

    public IPastKnowledge KnowledgeOf(string tenant) => new PastKnowledge(tenant, database, words, stems);

    private async Task<long> End(CancellationToken ct) =>
        (await database.Statement("select coalesce(max(seq_id), 0) from mt_events").Rows(r => r.GetInt64(0), ct)).Single();

    private static RecordedRun Read(string tenant, NpgsqlDataReader r) => new(
        tenant,
        r.GetGuid(1),
        r.GetInt64(0),
        new SaveMark(r.Time(2), r.TextOrNull(3), r.TextOrNull(4)),
        Ran(r.GetFieldValue<byte[]>(5)),
        r.TextOrNull(6));

    private static AgentRan? Ran(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EventJson.Default.AgentRan);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
