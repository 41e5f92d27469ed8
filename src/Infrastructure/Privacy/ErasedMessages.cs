using System.Text;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>What waits, came in, goes out or was answered: everything about a person besides the log and its read models.</summary>
internal sealed class ErasedMessages(NpgsqlConnection connection, LaneHash lanes, string tenant, PersonStreams person, PersonTraces traces)
{
    /// <summary>What was received from him or about him: by its lane, its key, or one of his addresses in it.</summary>
    private const string Received = """
        with hit as materialized (
            select e.id, e.lane = any($2) or (e.account = $3 and split_part(e.element_key, ':', 1) = any($4)) as own
            from inbox_elements e
            where e.tenant_id = $1 and (
                e.lane = any($2)
                or (e.account = $3 and split_part(e.element_key, ':', 1) = any($4))
                or exists (select from unnest($5::bytea[]) t where position(t in e.payload) > 0)))
        """;

    /// <summary>It is about a message that nobody knows, and is looked at again and again for a while.</summary>
    private const string Waits =
        $"(i.state = 0 and i.lease is null and i.reason in ('{RecordDelivery.UnknownCode}', '{RecordAmendment.UnknownCode}'))";

    private const string BusySql = $"""
        {Received}
        select exists (
                select from hit h join inbox i on i.id = h.id and i.tenant_id = $1
                where i.state = 0 and (i.account <> $3 or i.lease is not null) and not {Waits})
            or exists (select from outbox where tenant_id = $1 and conversation_id = any($6) and state = 0 and lease is not null)
        """;

    /// <summary>
    /// Its key stays, by which a repeat is recognised, unless an address is in it. What was set aside and merely names him is somebody
    /// else's, who may still be answered.
    /// </summary>
    private const string InboxSql = $"""
        {Received},
        ended as (
            update inbox i set state = 2, reason = '{LedgerRow.Erased}', finished_at = coalesce(i.finished_at, now())
            where i.tenant_id = $1
                and ((i.state in (0, 3) and i.id = any (array(select id from hit where own)))
                    or ({Waits} and i.id = any (array(select id from hit)))))
        update inbox_elements e set payload = '', correlation_id = null, element_key = case
            when exists (select from unnest($6::varchar[]) t where position(t in e.element_key) > 0)
            then 'erased:' || gen_random_uuid() else e.element_key end
        where e.tenant_id = $1 and e.id = any (array(
            select h.id from hit h join inbox i on i.id = h.id and i.tenant_id = $1 where h.own or i.state in (1, 2) or {Waits}))
        """;

    private const string ParkedSql = $"""
        {Received}
        select count(*) from hit h join inbox i on i.id = h.id and i.tenant_id = $1 where i.state = 3 and h.own
        """;

    private const string OutboxSql = """
        delete from outbox where tenant_id = $1 and conversation_id = any($2)
        returning conversation_id, part_id, state
        """;

    private const string TimersSql = """
        delete from timers
        where tenant_id = $1 and (stream_id = any($2) or (stream_id = any($3) and split_part(kind, '/', 1) = any($4)))
        """;

    private const string CodesSql = "delete from verifications where tenant_id = $1 and (customer_id = any($2) or value = any($3))";

    /// <summary>In what is answered, for what it was asked, or in the key that came with it.</summary>
    private const string AnswersSql = """
        with hit as materialized (
            select k.scope, k.key from idempotency_keys k
            where k.tenant_id = $1 and exists (
                select from unnest($2::bytea[]) t
                where position(t in k.body) > 0 or position(t in convert_to(concat_ws(' ', k.location, k.scope, k.key), 'UTF8')) > 0)),
        forgotten as (
            delete from idempotency_keys k using hit h
            where k.tenant_id = $1 and k.scope = h.scope and k.key = h.key and starts_with(k.key, $5)
            returning 1),
        refused as (
            update idempotency_keys k set status = $3, location = null, body = '', key = case
                when exists (select from unnest($4::varchar[]) t where position(t in k.key) > 0) then 'erased:' || gen_random_uuid()
                else k.key end
            from hit h
            where k.tenant_id = $1 and k.scope = h.scope and k.key = h.key and not starts_with(k.key, $5)
            returning 1)
        select (select count(*) from forgotten) + (select count(*) from refused)
        """;

    /// <summary>Timers of a ticket that are about its reporter; the others are about the work.</summary>
    private static readonly string[] ReportersTimers =
        [Application.Tickets.FetchMedia.TimerKind, Application.Tickets.TellReporter.TimerKind];

    private readonly long[] _lanes =
    [
        .. traces.Accounts.SelectMany(account => traces.Lanes(tenant).Select(address => lanes.Of(account, address))).Distinct(),
    ];

    private readonly string[] _spellings = traces.Spellings();

    /// <summary>Whether a message of his is being processed or sent.</summary>
    public Task<bool> IsBusy(CancellationToken ct) =>
        Inbox(BusySql, person.Conversations.ToArray()).IsTrue(ct);

    /// <summary>Masks or removes it, and says how much of each.</summary>
    public async Task<Removed> Remove(CancellationToken ct)
    {
        var parked = (await Inbox(ParkedSql).Rows(r => r.GetInt64(0), ct)).Single();
        var received = await Inbox(InboxSql, _spellings).Run(ct);
        var unsent = await connection.Statement(OutboxSql, tenant, person.Conversations.ToArray()).Rows(
            r => (Conversation: r.GetGuid(0), Part: r.GetGuid(1), Dead: r.GetInt16(2) == 3), ct);
        var timers = await connection.Statement(
            TimersSql, tenant, (Guid[])[.. person.Customers, .. person.Conversations], person.Tickets.ToArray(), ReportersTimers).Run(ct);
        var codes = await connection.Statement(CodesSql, tenant, person.Customers.ToArray(), traces.Addresses.ToArray()).Run(ct);
        var answers = (await connection.Statement(
            AnswersSql, tenant, Bytes([.. Ids(), .. _spellings]), IdempotentAnswer.Gone, _spellings, IdempotentAnswer.SameContent)
            .Rows(r => r.GetInt64(0), ct)).Single();
        return new Removed(
            received, parked + unsent.Count(u => u.Dead), timers, codes, answers,
            unsent.Where(u => !u.Dead).ToLookup(u => u.Conversation, u => u.Part));
    }

    private NpgsqlCommand Inbox(string sql, Array? more = null)
    {
        var command = connection.Statement(
            sql, tenant, _lanes, TimerLoop.Account, person.All.Select(id => id.ToString()).ToArray(),
            Bytes([.. person.Customers.Select(id => id.ToString()), .. _spellings]));
        if (more is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = more });
        }

        return command;
    }

    private string[] Ids() =>
    [
        .. person.Customers.Concat(person.Conversations).Concat(person.Tickets).Select(id => id.ToString()), .. traces.Numbers,
    ];

    private static byte[][] Bytes(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}

/// <param name="Received">Recorded elements whose content went.</param>
/// <param name="Dead">Dead letters among them, and messages that were given up.</param>
/// <param name="Unsent">Parts of replies that were not sent yet, by conversation.</param>
internal sealed record Removed(int Received, long Dead, int Timers, int Codes, long Answers, ILookup<Guid, Guid> Unsent);
