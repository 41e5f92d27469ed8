using System.Text;
using CleanFte.Application.Conversations;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IConversationQueries"/>
internal sealed class ConversationQueries(NpgsqlDataSource database) : IConversationQueries
{
    /// <summary>Characters of the last message in a line of the inbox.</summary>
    private const int MaxLastText = 160;

    private const string Columns = """
        c.id, c.channel, c.language, c.agent_on, t.id, t.state, t.member_id, t.reason, t.priority, t.service_code,
            coalesce(t.ticket_id, c.ticket_id), coalesce(t.tracking_number, k.tracking_number), c.customer_id, u.name,
            c.opened_at, c.last_message_at
        """;

    private const string Joins = """
        left join tickets k on k.tenant_id = c.tenant_id and k.id = c.ticket_id
        left join customers u on u.tenant_id = c.tenant_id and u.id = c.customer_id
        """;

    /// <summary>From the tasks: few, and in the order in which they are due.</summary>
    private const string FromTasks = """
        from human_tasks t
        join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
        """;

    private const string FromConversations = """
        from conversations c
        left join human_tasks t on t.tenant_id = c.tenant_id and t.id = c.task_id
        """;

    private const string FindSql = $"""
        select {Columns}, c.account, c.closed, c.session_id
        {FromConversations} {Joins}
        where c.tenant_id = $1 and c.id = $2
        """;

    private const string MessagesSql = """
        select m.id, m.direction, m.author, m.member_id,
            case when x.revoked then '' else coalesce(x.text, m.text) end, m.media_count, m.at, d.status,
            coalesce(x.edited, false), coalesce(x.revoked, false), x.reaction, m.files::text
        from messages m
        left join deliveries d on d.tenant_id = m.tenant_id and d.part_id = m.id
        left join lateral (
            select bool_or(x.kind = 'edited') as edited, bool_or(x.kind = 'revoked') as revoked,
                max(x.value) filter (where x.kind = 'edited') as text, max(x.value) filter (where x.kind = 'reacted') as reaction
            from message_changes x where x.tenant_id = m.tenant_id and x.message_id = m.id) x on true
        where m.tenant_id = $1 and m.conversation_id = $2
        order by m.version desc, m.position desc limit $3
        """;

    private const string TalkSql = """
        select type, data from mt_events
        where tenant_id = $1 and stream_id = $2 and type = any($3)
        order by version offset $4 limit $5
        """;

    private const string UnansweredSql = """
        select data from mt_events e
        where e.tenant_id = $1 and e.stream_id = $2 and e.type = 'message_received'
            and e.version > coalesce((
                select max(version) from messages m
                where m.tenant_id = $1 and m.conversation_id = $2 and m.direction = 'out' and m.author <> 'system'), 0)
        order by e.version desc limit $3
        """;

    private static readonly string[] TalkTypes =
    [
        EventTypes.NameOf<MessageReceived>(), EventTypes.NameOf<ReplyDecided>(), EventTypes.NameOf<HandedOver>(),
        EventTypes.NameOf<AgentResumed>(), EventTypes.NameOf<ConversationClosed>(),
    ];

    public async Task<InboxPage> Inbox(string tenant, InboxFilter filter, CancellationToken ct)
    {
        var entries = await InboxStatement(tenant, filter).Rows(r => (Rank: r.GetInt32(16), Due: r.Time(17), Entry: EntryOf(r)), ct);
        if (entries.Count <= filter.Limit)
        {
            return new InboxPage([.. entries.Select(e => e.Entry)], null);
        }

        var page = entries[..filter.Limit];
        var last = page[^1];
        return new InboxPage(
            [.. page.Select(e => e.Entry)],
            filter.List == InboxList.All
                ? new InboxCursor(0, last.Due, last.Entry.ConversationId)
                : new InboxCursor(last.Rank, last.Due, last.Entry.TaskId!.Value));
    }

    public async Task<ConversationView?> Find(string tenant, Guid conversation, CancellationToken ct) =>
        (await database.Statement(FindSql, tenant, conversation).Rows(ViewOf, ct)).SingleOrDefault();

    public async Task<IReadOnlyList<ConversationMessage>> Messages(
        string tenant, Guid conversation, int limit, CancellationToken ct)
    {
        var messages = await database.Statement(MessagesSql, tenant, conversation, limit).Rows(
            r => new ConversationMessage(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.ValueOrNull<Guid>(3), r.GetString(4), r.GetInt32(5),
                r.Time(6), r.TextOrNull(7), r.GetBoolean(8), r.GetBoolean(9), r.TextOrNull(10),
                SentFile.Read(r.TextOrNull(11))),
            ct);
        messages.Reverse();
        return messages;
    }

    public async Task<IReadOnlyList<MessageReceived>> Unanswered(
        string tenant, Guid conversation, int limit, CancellationToken ct)
    {
        var messages = await database.Statement(UnansweredSql, tenant, conversation, limit).Rows(
            r => (MessageReceived)EventTypes.Read(EventTypes.NameOf<MessageReceived>(), r.GetFieldValue<byte[]>(0)), ct);
        messages.Reverse();
        return messages;
    }

    public async Task<IReadOnlyList<TalkChange>> Since(
        string tenant, Guid conversation, int talk, int limit, CancellationToken ct) =>
        await database.Statement(TalkSql, tenant, conversation, TalkTypes, Math.Max(0, talk), limit)
            .Rows(r => ChangeOf(EventTypes.Read(r.GetString(0), r.GetFieldValue<byte[]>(1))), ct);

    /// <summary>
    /// Each list begins where its order is an index: what waits and what is mine at the tasks, all at the conversations.
    /// </summary>
    internal NpgsqlCommand InboxStatement(string tenant, InboxFilter filter)
    {
        var all = filter.List == InboxList.All;
        var values = new List<object?> { tenant };
        var chosen = new StringBuilder(all
            ? $"select {Columns}, 0 as rank, c.opened_at as due {FromConversations} {Joins} where c.tenant_id = $1 and not c.closed"
            : $"select {Columns}, t.rank, t.opened_at as due {FromTasks} {Joins} where t.tenant_id = $1");
        if (filter.List == InboxList.Waiting)
        {
            chosen.Append(" and t.state = 'waiting'");
        }
        else if (!all)
        {
            values.Add(filter.Member);
            chosen.Append(" and t.state in ('assigned', 'claimed') and t.member_id = $2");
        }

        Narrow("c.channel = ", filter.Channel);
        Narrow("c.language = ", filter.Language);
        Narrow("t.reason = ", filter.Reason);
        Narrow("t.service_code = ", filter.Service);
        if (filter.After is { } after)
        {
            values.AddRange(all ? [after.At.ToUniversalTime(), after.Id] : [after.Rank, after.At.ToUniversalTime(), after.Id]);
            chosen.Append(all
                ? Invariant($" and (c.opened_at, c.id) < (${values.Count - 1}, ${values.Count})")
                : Invariant($" and (-t.rank, t.opened_at, t.id) > (-${values.Count - 2}::integer, ${values.Count - 1}, ${values.Count})"));
        }

        var order = all ? "c.opened_at desc, c.id desc" : "-t.rank, t.opened_at, t.id";

        // As a number, so that it is planned for a page and not for a tenth of the table.
        chosen.Append(Invariant($" order by {order} limit {filter.Limit + 1}"));

        // The last message only of what is on the page.
        return database.Statement(
            $"""
            select p.*, m.author, left(m.text, {MaxLastText})
            from ({chosen}) p (id, channel, language, agent_on, task_id, state, member_id, reason, priority, service_code,
                ticket_id, tracking_number, customer_id, name, opened_at, last_message_at, rank, due)
            left join lateral (
                select author, text from messages m
                where m.tenant_id = $1 and m.conversation_id = p.id order by version desc, position desc limit 1) m on true
            order by {(all ? "p.due desc, p.id desc" : "-p.rank, p.due, p.task_id")}
            """,
            [.. values]);

        void Narrow(string condition, string? value)
        {
            if (value is not null)
            {
                values.Add(StorableText.Clean(value));
                chosen.Append(Invariant($" and {condition}${values.Count}"));
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static InboxEntry EntryOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.TextOrNull(2), r.GetBoolean(3), r.ValueOrNull<Guid>(4),
        r.TextOrNull(5) is { } state ? WireName.Parse<TaskState>(state) : null, r.ValueOrNull<Guid>(6), r.TextOrNull(7),
        r.TextOrNull(8) is { } priority ? WireName.Parse<Priority>(priority) : null, r.TextOrNull(9), r.ValueOrNull<Guid>(10),
        r.TextOrNull(11), r.GetGuid(12), r.TextOrNull(13), r.Time(14), r.Time(15), r.TextOrNull(18), r.TextOrNull(19));

    private static ConversationView ViewOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(16), r.GetBoolean(17), r.GetBoolean(3), r.TextOrNull(2), null, null,
        r.GetGuid(12), r.TextOrNull(13), r.ValueOrNull<Guid>(10), r.TextOrNull(11), r.ValueOrNull<Guid>(18),
        r.ValueOrNull<Guid>(4), r.TextOrNull(5) is { } state ? WireName.Parse<TaskState>(state) : null,
        r.ValueOrNull<Guid>(6), r.TextOrNull(7),
        r.TextOrNull(8) is { } priority ? WireName.Parse<Priority>(priority) : null, r.Time(14), r.Time(15), 0, []);

    private static TalkChange ChangeOf(IEvent e) => e switch
    {
        MessageReceived m => new("message", "citizen", m.Text, m.ReceivedAt),
        ReplyDecided r => new("reply", WireName.Of(r.Author), string.Join('\n', r.Parts.Select(p => p.Text)), r.At),
        HandedOver h => new("handed_over", null, h.Reason, h.At),
        AgentResumed a => new("agent_resumed", null, null, a.At),
        ConversationClosed c => new("closed", null, c.Reason, c.At),
        _ => throw new InvalidOperationException($"{e.GetType().Name} is no part of a talk."),
    };
}
