using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Projections;
using Npgsql;
using static CleanFte.Infrastructure.EventStore.BatchStatements;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// The statements of a group's transaction. Every one is set-based and takes arrays, so that its text never changes and
/// stays prepared, and locks are always taken in the same order: streams by (tenant, id), ledger, outbox.
/// </summary>
internal static class UnitStatements
{
    private const string LockStreams = """
        select s.tenant_id, s.id, s.version
        from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        join mt_streams s on s.tenant_id = k.tenant_id and s.id = k.id and not s.is_archived
        order by s.tenant_id, s.id
        for no key update of s
        """;

    private const string LockLedger = """
        select i.id
        from unnest($1::bigint[], $2::bigint[]) k (id, lease)
        join inbox i on i.id = k.id and i.lease = k.lease and i.state < 1
        order by i.id
        for no key update of i
        """;

    private const string LockOutbox = """
        select o.id
        from unnest($1::bigint[], $2::bigint[]) k (id, lease)
        join outbox o on o.id = k.id and o.lease = k.lease and o.state < 1
        order by o.id
        for no key update of o
        """;

    /// <summary>Read once the streams are locked: who waited for an erasure sees that it has been.</summary>
    private const string FindErased = """
        select c.tenant_id, c.id
        from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        join conversations c on c.tenant_id = k.tenant_id and c.id = k.id and c.erased_at is not null
        """;

    private const string MoveStreams = """
        update mt_streams s set version = k.version, timestamp = k.at
        from unnest($1::varchar[], $2::uuid[], $3::bigint[], $4::timestamptz[]) k (tenant_id, id, version, at)
        where s.tenant_id = k.tenant_id and s.id = k.id and not s.is_archived
        """;

    private const string StartStreams = """
        insert into mt_streams (tenant_id, id, type, version, timestamp, created)
        select k.tenant_id, k.id, k.type, k.version, k.at, k.at
        from unnest($1::varchar[], $2::uuid[], $3::varchar[], $4::bigint[], $5::timestamptz[])
            k (tenant_id, id, type, version, at)
        """;

    private const string InsertEvents = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
            correlation_id, causation_id, user_name)
        select nextval('mt_events_sequence'), k.id, k.stream_id, k.version, k.data::jsonb, k.type, k.at, k.tenant_id,
            k.correlation_id, k.causation_id, k.user_name
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::varchar[], $5::varchar[], $6::timestamptz[], $7::varchar[],
            $8::varchar[], $9::varchar[], $10::varchar[])
            k (id, stream_id, version, data, type, at, tenant_id, correlation_id, causation_id, user_name)
        """;

    /// <summary>
    /// Begins the transaction and locks what the group was decided on; false when that is nothing, as for new streams.
    /// </summary>
    /// <param name="group">The units.</param>
    /// <param name="batch">The statements.</param>
    /// <param name="results">What the results are about, in their order.</param>
    public static bool TryCheck(IReadOnlyList<SaveUnit> group, out NpgsqlBatch batch, out IReadOnlyList<Locked> results)
    {
        var locked = new List<Locked>(3);
        batch = new NpgsqlBatch();
        batch.Add("begin");
        var streams = group.SelectMany(u => u.Streams.Where(s => s.Expected != 0).Select(s => (u.Tenant, s.Id)))
            .ToArray();
        if (streams.Length > 0)
        {
            batch.Add(LockStreams, Of(streams, s => s.Tenant), Of(streams, s => s.Id));
            locked.Add(Locked.Streams);
        }

        var facts = group.SelectMany(u => u.Streams.Where(s => s.Expected == StreamWrite.Unchecked).Select(s => (u.Tenant, s.Id)))
            .ToArray();
        if (facts.Length > 0)
        {
            batch.Add(FindErased, Of(facts, s => s.Tenant), Of(facts, s => s.Id));
            locked.Add(Locked.Erased);
        }

        var ledger = group.SelectMany(u => u.Ledger).ToArray();
        if (ledger.Length > 0)
        {
            batch.Add(LockLedger, Of(ledger, l => l.Row.Id), Of(ledger, l => l.Row.Lease));
            locked.Add(Locked.Ledger);
        }

        var outbox = group.SelectMany(u => u.OutboxEnds).ToArray();
        if (outbox.Length > 0)
        {
            batch.Add(LockOutbox, Of(outbox, o => o.Row.Id), Of(outbox, o => o.Row.Lease));
            locked.Add(Locked.Outbox);
        }

        results = locked;
        return locked.Count > 0;
    }

    /// <summary>Writes everything and commits.</summary>
    /// <param name="group">The units.</param>
    /// <param name="begun">Whether the transaction has begun.</param>
    public static NpgsqlBatch Write(IReadOnlyList<SaveUnit> group, bool begun)
    {
        var batch = new NpgsqlBatch();
        if (!begun)
        {
            batch.Add("begin");
        }

        AddStreams(batch, group);
        AddRows(batch, group);
        MessagingStatements.Add(batch, group);
        batch.Add("commit");
        return batch;
    }

    /// <summary>
    /// Ends a session that this side has lost and waits for it: one that still waits for a lock there would commit
    /// after it was looked for.
    /// </summary>
    public static NpgsqlCommand EndSession(int session) => new("""
        select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
        where pid = $1 and pid <> pg_backend_pid() and usename = current_user and datname = current_database()
        """)
    {
        Parameters = { new() { Value = session } },
    };

    /// <summary>Asks whether a unit was committed: by an event of its own, or by a row it ended.</summary>
    public static NpgsqlCommand Trace(SaveUnit unit)
    {
        if (unit.Streams.Find(s => s.Events.Count > 0) is { } stream)
        {
            return new NpgsqlCommand(
                "select exists (select from mt_events where tenant_id = $1 and stream_id = $2 and id = $3)")
            {
                Parameters =
                {
                    new() { Value = unit.Tenant }, new() { Value = stream.Id }, new() { Value = stream.EventIds[0] },
                },
            };
        }

        var (table, id, lease) = unit switch
        {
            { Ledger: [var (row, _, _), ..] } => ("inbox", row.Id, row.Lease),
            { OutboxEnds: [var (row, _), ..] } => ("outbox", row.Id, row.Lease),
            _ => throw new InvalidOperationException("A unit of work without events ends at least one claimed row."),
        };
        return new NpgsqlCommand(
            $"select not exists (select from {table} where tenant_id = $1 and id = $2 and lease = $3)")
        {
            Parameters = { new() { Value = unit.Tenant }, new() { Value = id }, new() { Value = lease } },
        };
    }

    private static void AddStreams(NpgsqlBatch batch, IReadOnlyList<SaveUnit> group)
    {
        var writes = group
            .SelectMany(unit => unit.Streams.Where(s => s.Events.Count > 0).Select(stream => (unit, stream)))
            .OrderBy(w => w.unit.Tenant, StringComparer.Ordinal).ThenBy(w => w.stream.Id)
            .ToArray();
        var moved = writes.Where(w => w.stream.Before > 0).ToArray();
        var started = writes.Where(w => w.stream.Before == 0).ToArray();
        batch.AddIfAny(
            moved, MoveStreams, m =>
            [
                Of(m, w => w.unit.Tenant), Of(m, w => w.stream.Id), Of(m, w => w.stream.Before + w.stream.Events.Count),
                Of(m, w => w.unit.Now),
            ]);
        batch.AddIfAny(
            started, StartStreams, n =>
            [
                Of(n, w => w.unit.Tenant), Of(n, w => w.stream.Id), Of(n, w => w.stream.Kind.Type),
                Of(n, w => (long)w.stream.Events.Count), Of(n, w => w.unit.Now),
            ]);
        var events = writes.SelectMany(w => w.stream.Events.Select((e, i) => (w.unit, w.stream, e, i))).ToArray();
        batch.AddIfAny(
            events, InsertEvents, n =>
            [
                Of(n, e => e.stream.EventIds[e.i]), Of(n, e => e.stream.Id), Of(n, e => e.stream.Before + e.i + 1),
                Of(n, e => e.stream.Data[e.i]), Of(n, e => EventTypes.NameOf(e.e)), Of(n, e => e.unit.Now),
                Of(n, e => e.unit.Tenant), Of(n, e => e.unit.CorrelationId), Of(n, e => e.unit.CausationId),
                Of(n, e => e.unit.UserName),
            ]);
    }

    private static void AddRows(NpgsqlBatch batch, IReadOnlyList<SaveUnit> group)
    {
        for (var table = 0; table < RowTables.All.Count; table++)
        {
            var rows = new List<object>();
            foreach (var unit in group)
            {
                if (unit.Rows.Of(table) is { } some)
                {
                    rows.AddRange(some);
                }
            }

            if (rows.Count > 0)
            {
                batch.BatchCommands.Add(RowTables.All[table].Upsert(rows));
            }
        }
    }
}

/// <summary>What a result of the check is about.</summary>
internal enum Locked
{
    Streams,
    Erased,
    Ledger,
    Outbox,
}
