using CleanFte.Application.Conversations;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IInboundQueries"/>
internal sealed class InboundQueries(NpgsqlDataSource database) : IInboundQueries
{
    private const string FindSql = """
        select i.state, i.reason, e.received_at
        from inbox_elements e join inbox i on i.id = e.id and i.tenant_id = e.tenant_id
        where e.tenant_id = $1 and e.account = $2 and e.element_key = $3
        """;

    private const string PayloadSql = """
        select payload from inbox_elements where tenant_id = $1 and account = $2 and element_key = $3
        """;

    /// <summary>The events that a ledger row caused carry its element key; a reply's parts are in its event.</summary>
    private const string RepliesSql = """
        select m.text, t.tracking_number
        from messages i
        join mt_events e on e.tenant_id = i.tenant_id and e.stream_id = i.conversation_id and e.type = 'reply_decided'
            and e.data -> 'inReplyTo' ? i.id::text
        cross join lateral jsonb_array_elements(e.data -> 'parts') with ordinality p (part, ordinal)
        join messages m on m.tenant_id = i.tenant_id and m.id = (p.part ->> 'part')::uuid
        left join tickets t on t.tenant_id = i.tenant_id and t.id = m.ticket_id
        where i.tenant_id = $1 and i.account = $2 and i.account like '@%' and i.provider_message_id = $3 and i.direction = 'in'
        order by e.version, p.ordinal
        """;

    /// <summary>What it was assessed as, and the run whose reply names it; the first, should a replay have made another.</summary>
    private const string AnsweredSql = """
        select c.ticket_id, c.session_id, a.data ->> 'language', (a.data ->> 'sentiment')::float8, r.data::text
        from messages i
        join conversations c on c.tenant_id = i.tenant_id and c.id = i.conversation_id
        left join lateral (
            select e.data from mt_events e
            where e.tenant_id = i.tenant_id and e.stream_id = i.conversation_id and e.version > i.version
                and e.type = 'message_assessed' and e.data ->> 'message' = i.id::text
            order by e.version limit 1) a on true
        left join lateral (
            select e.data ->> 'run' as run from mt_events e
            where e.tenant_id = i.tenant_id and e.stream_id = i.conversation_id and e.version > i.version
                and e.type = 'reply_decided' and e.data -> 'inReplyTo' ? i.id::text
            order by e.version limit 1) d on true
        left join mt_events r on r.tenant_id = i.tenant_id and r.stream_id = d.run::uuid and r.type = 'agent_ran'
        where i.tenant_id = $1 and i.account = $2 and i.account like '@%' and i.provider_message_id = $3
            and i.direction = 'in'
        """;

    private static readonly string[] States = ["pending", "processed", "ignored", "parked"];

    public async Task<InboundView?> Find(string tenant, string account, string messageId, CancellationToken ct)
    {
        var rows = await database.Statement(FindSql, tenant, account, KeyOf(messageId))
            .Rows(r => (State: r.GetInt16(0), Reason: r.TextOrNull(1), ReceivedAt: r.Time(2)), ct);
        if (rows is not [var row])
        {
            return null;
        }

        var replies = await database.Statement(RepliesSql, tenant, account, messageId)
            .Rows(r => (Text: r.GetString(0), TrackingNumber: r.TextOrNull(1)), ct);
        return new InboundView(
            messageId, States[row.State], row.Reason, row.ReceivedAt,
            replies.Select(r => r.TrackingNumber).FirstOrDefault(n => n is not null), [.. replies.Select(r => r.Text)]);
    }

    public async Task<AnsweredMessage?> Answered(
        string tenant, string account, string messageId, CancellationToken ct) =>
        (await database.Statement(AnsweredSql, tenant, account, messageId).Rows(
            r => new AnsweredMessage(
                r.IsDBNull(4) ? null : (AgentRan)EventTypes.Read("agent_ran", r.GetFieldValue<byte[]>(4)),
                r.ValueOrNull<Guid>(0) is { } ticket ? TicketId.Of(ticket) : null,
                r.ValueOrNull<Guid>(1),
                r.TextOrNull(2),
                r.ValueOrNull<double>(3)),
            ct)).SingleOrDefault();

    public async Task<byte[]?> Payload(string tenant, string account, string messageId, CancellationToken ct) =>
        (await database.Statement(PayloadSql, tenant, account, KeyOf(messageId))
            .Rows(r => r.GetFieldValue<byte[]>(0), ct)).SingleOrDefault();

    private static string KeyOf(string messageId) => $"m:{messageId}";
}
