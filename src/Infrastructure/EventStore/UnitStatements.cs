using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Projections;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// The statements of a group's transaction. Every one is set-based and takes arrays, so that its text never changes and stays
/// prepared, and locks are always taken in the same order: streams by (tenant, id), ledger, outbox.
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
        join inbox i on i.id = k.id and i.lease = k.lease and i.state = 0
        order by i.id
        for no key update of i
        """;

    private const string LockOutbox = """
        select o.id
        from unnest($1::bigint[], $2::bigint[]) k (id, lease)
        join outbox o on o.id = k.id and o.lease = k.lease and o.state = 0
        order by o.id
        for no key update of o
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

    private const string FinishLedger = """
        update inbox i set state = k.state, reason = k.reason, lease = null, owner = null, finished_at = now()
        from unnest($1::bigint[], $2::smallint[], $3::varchar[]) k (id, state, reason)
        where i.id = k.id
        """;

    private const string InsertOutbox = """
        insert into outbox (tenant_id, account, channel, lane, part_id, conversation_id, recipient, text, author,
            agent_epoch, answered_received_at)
        select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::bigint[], $5::uuid[], $6::uuid[],
            $7::varchar[], $8::varchar[], $9::varchar[], $10::integer[], $11::timestamptz[])
        """;

    private const string WithholdOutbox = """
        delete from outbox o using unnest($1::varchar[], $2::uuid[]) k (tenant_id, conversation_id)
        where o.tenant_id = k.tenant_id and o.conversation_id = k.conversation_id
            and o.author = 'agent' and o.state = 0 and o.lease is null
        """;

    private const string DeleteOutbox = "delete from outbox where id = any($1)";

    private const string BuryOutbox = """
        update outbox o set state = 3, reason = k.reason, lease = null, owner = null
        from unnest($1::bigint[], $2::varchar[]) k (id, reason)
        where o.id = k.id
        """;

    private const string PostponeOutbox = """
        update outbox o set due = now() + k.pause, uncertain = k.uncertain, lookups = k.lookups, resent = k.resent,
            tries = o.tries + k.tries, lease = null, owner = null
        from unnest($1::bigint[], $2::interval[], $3::boolean[], $4::smallint[], $5::boolean[], $6::smallint[])
            k (id, pause, uncertain, lookups, resent, tries)
        where o.id = k.id
        """;

    private const string SetTimers = """
        insert into timers (tenant_id, stream_id, kind, due, payload)
        select * from unnest($1::varchar[], $2::uuid[], $3::varchar[], $4::timestamptz[], $5::bytea[])
        on conflict (tenant_id, stream_id, kind) do update set due = excluded.due, payload = excluded.payload
        """;

    private const string InsertAnswers = """
        insert into idempotency_keys (tenant_id, scope, key, body_hash, status, location, body)
        select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::bytea[], $5::integer[], $6::varchar[],
            $7::bytea[])
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
        Add(batch, "begin");
        var streams = group.SelectMany(u => u.Streams.Where(s => s.Expected != 0).Select(s => (u.Tenant, s.Id))).ToArray();
        if (streams.Length > 0)
        {
            Add(batch, LockStreams, Of(streams, s => s.Tenant), Of(streams, s => s.Id));
            locked.Add(Locked.Streams);
        }

        var ledger = group.SelectMany(u => u.Ledger).ToArray();
        if (ledger.Length > 0)
        {
            Add(batch, LockLedger, Of(ledger, l => l.Row.Id), Of(ledger, l => l.Row.Lease));
            locked.Add(Locked.Ledger);
        }

        var outbox = group.SelectMany(u => u.OutboxEnds).ToArray();
        if (outbox.Length > 0)
        {
            Add(batch, LockOutbox, Of(outbox, o => o.Row.Id), Of(outbox, o => o.Row.Lease));
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
            Add(batch, "begin");
        }

        AddStreams(batch, group);
        AddRows(batch, group);
        AddMessaging(batch, group);
        Add(batch, "commit");
        return batch;
    }

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
        if (moved.Length > 0)
        {
            Add(
                batch, MoveStreams, Of(moved, w => w.unit.Tenant), Of(moved, w => w.stream.Id),
                Of(moved, w => w.stream.Before + w.stream.Events.Count), Of(moved, w => w.unit.Now));
        }

        if (started.Length > 0)
        {
            Add(
                batch, StartStreams, Of(started, w => w.unit.Tenant), Of(started, w => w.stream.Id),
                Of(started, w => w.stream.Kind.Type), Of(started, w => (long)w.stream.Events.Count),
                Of(started, w => w.unit.Now));
        }

        var events = writes
            .SelectMany(w => w.stream.Events.Select((e, i) => (w.unit, w.stream, e, i)))
            .ToArray();
        if (events.Length > 0)
        {
            Add(
                batch, InsertEvents, Of(events, e => e.stream.EventIds[e.i]), Of(events, e => e.stream.Id),
                Of(events, e => e.stream.Before + e.i + 1), Of(events, e => e.stream.Data[e.i]),
                Of(events, e => EventTypes.NameOf(e.e)), Of(events, e => e.unit.Now), Of(events, e => e.unit.Tenant),
                Of(events, e => e.unit.CorrelationId), Of(events, e => e.unit.CausationId), Of(events, e => e.unit.UserName));
        }
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

    private static void AddMessaging(NpgsqlBatch batch, IReadOnlyList<SaveUnit> group)
    {
        var withheld = group.SelectMany(u => u.Withheld.Select(id => (u.Tenant, Id: id))).ToArray();
        AddIfAny(batch, withheld, WithholdOutbox, w => [Of(w, x => x.Tenant), Of(w, x => x.Id)]);

        var outbox = group.SelectMany(u => u.Outbox.Select(o => (u.Tenant, o.Message, o.Lane))).ToArray();
        AddIfAny(
            batch, outbox, InsertOutbox, o =>
            [
                Of(o, x => x.Tenant), Of(o, x => x.Message.Account), Of(o, x => x.Message.Channel), Of(o, x => x.Lane),
                Of(o, x => x.Message.Part), Of(o, x => x.Message.Conversation), Of(o, x => x.Message.Recipient),
                Of(o, x => x.Message.Text), Of(o, x => x.Message.Author), Of(o, x => x.Message.AgentEpoch),
                Of(o, x => x.Message.AnsweredReceivedAt),
            ]);

        var ledger = group.SelectMany(u => u.Ledger).OrderBy(l => l.Row.Id).ToArray();
        AddIfAny(batch, ledger, FinishLedger, l => [Of(l, x => x.Row.Id), Of(l, x => (short)x.End), Of(l, x => x.Reason)]);

        var ends = group.SelectMany(u => u.OutboxEnds).OrderBy(o => o.Row.Id).ToArray();
        var done = ends.Where(e => e.End is OutboxEnd.Done).ToArray();
        AddIfAny(batch, done, DeleteOutbox, d => [Of(d, x => x.Row.Id)]);
        var dead = ends.Where(e => e.End is OutboxEnd.Dead).ToArray();
        AddIfAny(batch, dead, BuryOutbox, d => [Of(d, x => x.Row.Id), Of(d, x => ((OutboxEnd.Dead)x.End).Reason)]);
        var later = ends.Where(e => e.End is OutboxEnd.Later).Select(e => (e.Row, Later: (OutboxEnd.Later)e.End)).ToArray();
        AddIfAny(
            batch, later, PostponeOutbox, l =>
            [
                Of(l, x => x.Row.Id), Of(l, x => x.Later.Pause), Of(l, x => x.Later.Uncertain),
                Of(l, x => (short)x.Later.Lookups), Of(l, x => x.Later.Resent), Of(l, x => (short)(x.Later.CountsAsTry ? 1 : 0)),
            ]);

        var timers = group.SelectMany(u => u.Timers.Select(t => (u.Tenant, Timer: t))).ToArray();
        AddIfAny(
            batch, timers, SetTimers, t =>
            [
                Of(t, x => x.Tenant), Of(t, x => x.Timer.Stream), Of(t, x => x.Timer.Kind), Of(t, x => x.Timer.Due),
                Of(t, x => x.Timer.Payload.ToArray()),
            ]);

        var answers = group.Where(u => u.Answer is not null).Select(u => (u.Tenant, Answer: u.Answer!)).ToArray();
        AddIfAny(
            batch, answers, InsertAnswers, a =>
            [
                Of(a, x => x.Tenant), Of(a, x => x.Answer.Scope), Of(a, x => x.Answer.Key),
                Of(a, x => x.Answer.BodyHash.ToArray()), Of(a, x => x.Answer.Status), Of(a, x => x.Answer.Location),
                Of(a, x => x.Answer.Body.ToArray()),
            ]);
    }

    private static void AddIfAny<T>(NpgsqlBatch batch, T[] items, string sql, Func<T[], NpgsqlParameter[]> parameters)
    {
        if (items.Length > 0)
        {
            Add(batch, sql, parameters(items));
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<TValue[]> Of<T, TValue>(T[] items, Func<T, TValue> value) =>
        new() { TypedValue = Array.ConvertAll(items, item => value(item)) };
}

/// <summary>What a result of the check is about.</summary>
internal enum Locked
{
    Streams,
    Ledger,
    Outbox,
}
