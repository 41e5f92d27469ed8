using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Messaging;
using Npgsql;
using static CleanFte.Infrastructure.EventStore.BatchStatements;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// What a group's transaction writes besides events and read models: ledger marks, outbox, timers, kept answers.
/// </summary>
internal static class MessagingStatements
{
    private const string FinishLedger = """
        update inbox i set state = k.state, reason = k.reason, lease = null, owner = null, finished_at = now()
        from unnest($1::bigint[], $2::smallint[], $3::varchar[]) k (id, state, reason)
        where i.id = k.id
        """;

    /// <summary>A provider may go on telling of somebody who was erased.</summary>
    private const string EmptyLedger = """
        update inbox_elements e set payload = '', correlation_id = null, element_key = 'erased:' || gen_random_uuid()
        from unnest($1::varchar[], $2::bigint[]) k (tenant_id, id)
        where e.tenant_id = k.tenant_id and e.id = k.id
        """;

    private const string InsertOutbox = """
        insert into outbox (tenant_id, account, channel, lane, part_id, conversation_id, recipient, text, author,
            agent_epoch, answered_received_at, correlation_id, offer, thread, template, subject, files)
        select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::bigint[], $5::uuid[], $6::uuid[],
            $7::varchar[], $8::varchar[], $9::varchar[], $10::integer[], $11::timestamptz[], $12::varchar[],
            $13::varchar[], $14::varchar[], $15::varchar[], $16::varchar[], $17::varchar[])
        """;

    private const string WithholdOutbox = """
        delete from outbox o using unnest($1::varchar[], $2::uuid[]) k (tenant_id, conversation_id)
        where o.tenant_id = k.tenant_id and o.conversation_id = k.conversation_id
            and o.author = 'agent' and o.state in (0, 2) and o.lease is null and not o.uncertain
        """;

    private const string ReleaseOutbox = """
        update outbox o set state = 0, due = now()
        from unnest($1::varchar[], $2::uuid[], $3::varchar[]) k (tenant_id, customer_id, account)
        join conversations c on c.tenant_id = k.tenant_id and c.customer_id = k.customer_id and c.account = k.account
        where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.state = 2
        """;

    /// <summary>What was written to yet another address, such as a code that proves it, is for whoever reads there.</summary>
    private const string ReaddressOutbox = """
        update outbox o set recipient = k.recipient, lane = k.lane
        from unnest($1::varchar[], $2::uuid[], $3::varchar[], $4::varchar[], $5::bigint[])
            k (tenant_id, conversation_id, previous, recipient, lane)
        where o.tenant_id = k.tenant_id and o.conversation_id = k.conversation_id and o.recipient = k.previous
            and o.state in (0, 2) and o.lease is null and not o.uncertain
        """;

    private const string HoldOutbox = """
        update outbox o set state = 2, due = now() + k.wait, lease = null, owner = null
        from unnest($1::bigint[], $2::interval[]) k (id, wait)
        where o.id = k.id
        """;

    private const string DeleteOutbox = "delete from outbox where id = any($1)";

    private const string BuryOutbox = """
        update outbox o set state = 3, reason = k.reason, lease = null, owner = null
        from unnest($1::bigint[], $2::varchar[]) k (id, reason)
        where o.id = k.id
        """;

    private const string PostponeOutbox = """
        update outbox o set due = now() + k.pause, uncertain = k.uncertain, lookups = k.lookups, resent = k.resent,
            tries = o.tries + k.tries, answered = k.answered, lease = null, owner = null
        from unnest($1::bigint[], $2::interval[], $3::boolean[], $4::smallint[], $5::boolean[], $6::smallint[], $7::boolean[])
            k (id, pause, uncertain, lookups, resent, tries, answered)
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

    public static void Add(NpgsqlBatch batch, IReadOnlyList<SaveUnit> group)
    {
        var withheld = group.SelectMany(u => u.Withheld.Select(id => (u.Tenant, Id: id))).ToArray();
        batch.AddIfAny(withheld, WithholdOutbox, w => [Of(w, x => x.Tenant), Of(w, x => x.Id)]);

        var released = group.SelectMany(u => u.Released.Select(held => (u.Tenant, Held: held))).ToArray();
        batch.AddIfAny(
            released, ReleaseOutbox, r => [Of(r, x => x.Tenant), Of(r, x => x.Held.Customer), Of(r, x => x.Held.Account)]);
        var readdressed = group.SelectMany(u => u.Readdressed.Select(r => (u.Tenant, To: r))).ToArray();
        batch.AddIfAny(
            readdressed, ReaddressOutbox, r =>
            [
                Of(r, x => x.Tenant), Of(r, x => x.To.Conversation), Of(r, x => x.To.Previous), Of(r, x => x.To.Recipient),
                Of(r, x => x.To.Lane),
            ]);

        var outbox = group.SelectMany(u => u.Outbox.Select(o => (u.Tenant, o.Message, o.Lane, u.CorrelationId))).ToArray();
        batch.AddIfAny(
            outbox, InsertOutbox, o =>
            [
                Of(o, x => x.Tenant), Of(o, x => x.Message.Account), Of(o, x => x.Message.Channel), Of(o, x => x.Lane),
                Of(o, x => x.Message.Part), Of(o, x => x.Message.Conversation), Of(o, x => x.Message.Recipient),
                Of(o, x => x.Message.Text), Of(o, x => x.Message.Author), Of(o, x => x.Message.AgentEpoch),
                Of(o, x => x.Message.AnsweredReceivedAt), Of(o, x => x.CorrelationId),
                Of(o, x => OutboxExtras.Write(x.Message.Offer)), Of(o, x => x.Message.Thread),
                Of(o, x => OutboxExtras.Write(x.Message.Template)), Of(o, x => x.Message.Subject),
                Of(o, x => OutboxExtras.Write(x.Message.Files)),
            ]);

        var ledger = group.SelectMany(u => u.Ledger).OrderBy(l => l.Row.Id).ToArray();
        batch.AddIfAny(ledger, FinishLedger,
            l => [Of(l, x => x.Row.Id), Of(l, x => (short)x.End), Of(l, x => x.Reason)]);

        var empty = ledger.Where(l => l.Reason is LedgerRow.Erased or LedgerRow.UnknownMessage).ToArray();
        batch.AddIfAny(empty, EmptyLedger, l => [Of(l, x => x.Row.Tenant), Of(l, x => x.Row.Id)]);

        var ends = group.SelectMany(u => u.OutboxEnds).OrderBy(o => o.Row.Id).ToArray();
        var done = ends.Where(e => e.End is OutboxEnd.Done).ToArray();
        batch.AddIfAny(done, DeleteOutbox, d => [Of(d, x => x.Row.Id)]);
        var dead = ends.Where(e => e.End is OutboxEnd.Dead).ToArray();
        batch.AddIfAny(dead, BuryOutbox, d => [Of(d, x => x.Row.Id), Of(d, x => ((OutboxEnd.Dead)x.End).Reason)]);
        var held = ends.Where(e => e.End is OutboxEnd.Held).ToArray();
        batch.AddIfAny(held, HoldOutbox, h => [Of(h, x => x.Row.Id), Of(h, x => ((OutboxEnd.Held)x.End).AtMost)]);
        var later = ends.Where(e => e.End is OutboxEnd.Later).Select(e => (e.Row, Later: (OutboxEnd.Later)e.End))
            .ToArray();
        batch.AddIfAny(
            later, PostponeOutbox, l =>
            [
                Of(l, x => x.Row.Id), Of(l, x => x.Later.Pause), Of(l, x => x.Later.Uncertain),
                Of(l, x => (short)x.Later.Lookups), Of(l, x => x.Later.Resent),
                Of(l, x => (short)(x.Later.CountsAsTry ? 1 : 0)), Of(l, x => x.Later.Answered),
            ]);

        var timers = group.SelectMany(u => u.Timers.Select(t => (u.Tenant, Timer: t))).ToArray();
        batch.AddIfAny(
            timers, SetTimers, t =>
            [
                Of(t, x => x.Tenant), Of(t, x => x.Timer.Stream), Of(t, x => x.Timer.Kind), Of(t, x => x.Timer.Due),
                Of(t, x => x.Timer.Payload.ToArray()),
            ]);

        var answers = group.Where(u => u.Answer is not null).Select(u => (u.Tenant, Answer: u.Answer!)).ToArray();
        batch.AddIfAny(
            answers, InsertAnswers, a =>
            [
                Of(a, x => x.Tenant), Of(a, x => x.Answer.Scope), Of(a, x => x.Answer.Key),
                Of(a, x => x.Answer.BodyHash.ToArray()), Of(a, x => x.Answer.Status), Of(a, x => x.Answer.Location),
                Of(a, x => x.Answer.Body.ToArray()),
            ]);
    }
}
