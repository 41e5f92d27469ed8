using CleanFte.Application.Conversations;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IStories"/>
internal sealed class StoryQueries(NpgsqlDataSource database) : IStories
{
    /// <summary>Events of one story; what is longer is cut at its end.</summary>
    private const int MaxEvents = 10_000;

    /// <summary>Both partitions: what is over is told, too.</summary>
    private const string ReadSql = """
        select e.seq_id, s.type, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.data::text
        from mt_streams s
        join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id and e.is_archived = s.is_archived
        where s.tenant_id = $1 and s.id = any($2)
        order by e.seq_id limit $3
        """;

    public async Task<IReadOnlyList<StoryEvent>> Read(
        string tenant, IReadOnlyCollection<Guid> streams, CancellationToken ct) =>
        streams.Count == 0
            ? []
            : await database.Statement(ReadSql, tenant, streams.ToArray(), MaxEvents).Rows(
                r => new StoryEvent(
                    r.GetInt64(0), r.GetString(1), r.GetGuid(2), r.GetInt64(3), r.GetString(4), r.Time(5), r.TextOrNull(6),
                    r.TextOrNull(7), r.GetString(8)),
                ct);
}
