using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Projections;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>
/// Rewrites streams: their events masked, what is added to them, and the read models' rows folded anew from both, by the code
/// that a rebuild folds them by.
/// </summary>
internal sealed class ErasedStreams(NpgsqlConnection connection, string tenant, string by, DateTimeOffset now)
{
    private const string MaskSql = """
        update mt_events e set data = coalesce(k.data::jsonb, e.data),
            correlation_id = case when k.own then null else e.correlation_id end,
            causation_id = case when k.own then null else e.causation_id end
        from unnest($2::bigint[], $3::varchar[], $4::boolean[]) k (seq_id, data, own)
        where e.tenant_id = $1 and e.seq_id = k.seq_id
        """;

    private const string AppendSql = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, user_name, is_archived)
        select nextval('mt_events_sequence'), gen_random_uuid(), k.stream_id, k.version, k.data::jsonb, k.type, $2, $1, $3, k.archived
        from unnest($4::uuid[], $5::bigint[], $6::varchar[], $7::varchar[], $8::boolean[]) k (stream_id, version, data, type, archived)
        """;

    private const string MoveSql = """
        update mt_streams s set version = k.version, timestamp = $2
        from unnest($3::uuid[], $4::bigint[], $5::boolean[]) k (id, version, archived)
        where s.tenant_id = $1 and s.id = k.id and s.is_archived = k.archived
        """;

    private const string IdentifiersSql = "delete from customer_identifiers where tenant_id = $1 and customer_id = any($2)";

    private readonly List<(long Sequence, string? Data, bool Own)> _written = [];
    private readonly List<(LockedStream Stream, long Version, IEvent Event)> _appended = [];
    private readonly StreamRows _rows = new();

    /// <summary>Events that were masked.</summary>
    public int Masked => _written.Count(w => w.Data is not null);

    /// <summary>Rows of the read models that are written anew.</summary>
    public int Rows => _rows.Count;

    /// <summary>Masks a stream of the person himself and adds to it.</summary>
    public void Mask(LockedStream stream, IEnumerable<StoredEvent> events, params IReadOnlyList<IEvent> more)
    {
        var after = new List<IEvent>();
        foreach (var stored in events)
        {
            var masked = EventMask.Of(stored.Type, stored.Data);

            // What caused an event names it by the provider's id of a message, which may hold his number.
            _written.Add((stored.Sequence, masked is null ? null : System.Text.Encoding.UTF8.GetString(masked), true));
            after.Add(EventTypes.Read(stored.Type, masked ?? stored.Data));
        }

        Fold(stream, after, more);
    }

    /// <summary>Masks words in a stream that is not the person's; returns in how many events.</summary>
    /// <param name="mask">An event without them.</param>
    /// <param name="more">What is added, by the state as it was and as it is without them.</param>
    public int Rewrite(
        LockedStream stream, IEnumerable<StoredEvent> events, Func<IEvent, IEvent> mask,
        Func<object?, object?, IReadOnlyList<IEvent>> more)
    {
        var kind = StreamKind.Of(stream.Type);
        var after = new List<IEvent>();
        var (was, remains) = ((object?)null, (object?)null);
        var replaced = 0;
        foreach (var stored in events)
        {
            var e = stored.Read();
            var masked = mask(e);
            if (!masked.Equals(e))
            {
                _written.Add((stored.Sequence, EventTypes.Write(masked), false));
                replaced++;
            }

            after.Add(masked);
            (was, remains) = (kind.Evolve(was, e), kind.Evolve(remains, masked));
        }

        Fold(stream, after, more(was, remains));
        return replaced;
    }

    /// <summary>Writes everything.</summary>
    /// <param name="customers">Whose identifiers go.</param>
    public async Task Write(IReadOnlyList<Guid> customers, CancellationToken ct)
    {
        await connection.Statement(
            MaskSql, tenant, _written.ConvertAll(w => w.Sequence).ToArray(), _written.ConvertAll(w => w.Data).ToArray(),
            _written.ConvertAll(w => w.Own).ToArray()).Run(ct);
        await connection.Statement(
            AppendSql, tenant, now.ToUniversalTime(), by, _appended.ConvertAll(a => a.Stream.Id).ToArray(),
            _appended.ConvertAll(a => a.Version).ToArray(), _appended.ConvertAll(a => EventTypes.Write(a.Event)).ToArray(),
            _appended.ConvertAll(a => EventTypes.NameOf(a.Event)).ToArray(), _appended.ConvertAll(a => a.Stream.Archived).ToArray())
            .Run(ct);
        var moved = _appended.GroupBy(a => a.Stream).Select(g => (Stream: g.Key, Version: g.Max(a => a.Version))).ToList();
        await connection.Statement(
            MoveSql, tenant, now.ToUniversalTime(), moved.ConvertAll(m => m.Stream.Id).ToArray(),
            moved.ConvertAll(m => m.Version).ToArray(), moved.ConvertAll(m => m.Stream.Archived).ToArray()).Run(ct);
        await connection.Statement(IdentifiersSql, tenant, customers.ToArray()).Run(ct);
        var rows = RowTables.All.Select(_ => new List<object>()).ToArray();
        _rows.MoveTo(rows);
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Count > 0)
            {
                batch.BatchCommands.Add(RowTables.All[i].Delete(RowTables.All[i].Name, rows[i]));
                batch.BatchCommands.Add(RowTables.All[i].Insert(RowTables.All[i].Name, rows[i]));
            }
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private void Fold(LockedStream stream, List<IEvent> events, IReadOnlyList<IEvent> more)
    {
        for (var i = 0; i < more.Count; i++)
        {
            _appended.Add((stream, stream.Version + i + 1, more[i]));
        }

        events.AddRange(more);
        var kind = StreamKind.Of(stream.Type);
        var state = events.Aggregate((object?)null, kind.Evolve);
        kind.Project(tenant, stream.Id, state, events.Count, events, _rows);
    }
}
