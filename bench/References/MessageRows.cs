using System.Globalization;
using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>
/// One follow-up message of a known sender: his conversation and his open ticket move on by three events and one, the message
/// and its reply get a row each, the reply goes into the outbox, the ledger row is marked.
/// </summary>
internal sealed class MessageRows
{
    private static readonly byte[] Payload = Generators.Webhooks.SampleBody();

    public static readonly RowSql<Sender> Inbox = new(
        "with received as (insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)",
        "",
        [
            Col.Text<Sender>(_ => Rows.Tenant), Col.Text<Sender>(_ => Product.Account), Col.Text<Sender>(_ => "whatsapp"),
            Col.Text<Sender>(_ => $"m:SM{Guid.CreateVersion7():N}"), Col.Big<Sender>(s => s.Lane),
            Col.Bytes<Sender>(_ => Payload),
        ],
        """
        on conflict (tenant_id, account, element_key) do nothing returning id, tenant_id, account, channel, lane)
        insert into inbox (id, tenant_id, account, channel, lane) select * from received returning id
        """);

    private static readonly RowSql<(Guid Id, bool IsReply, Sender Sender)> Messages = new(
        "insert into messages (tenant_id, id, conversation_id, customer_id, ticket_id, channel, account, direction, author, "
        + "text, media_count, provider_message_id, at, version, position)",
        "",
        [
            Col.Text<(Guid, bool, Sender)>(_ => Rows.Tenant), Col.Uuid<(Guid Id, bool, Sender)>(m => m.Id),
            Col.Uuid<(Guid, bool, Sender S)>(m => m.S.Conversation), Col.Uuid<(Guid, bool, Sender S)>(m => m.S.Customer),
            Col.Uuid<(Guid, bool, Sender S)>(m => m.S.Ticket), Col.Text<(Guid, bool, Sender)>(_ => "whatsapp"),
            Col.Text<(Guid, bool, Sender)>(_ => Product.Account), Col.Text<(Guid, bool R, Sender)>(m => m.R ? "out" : "in"),
            Col.Text<(Guid, bool R, Sender)>(m => m.R ? "agent" : "citizen"),
            Col.Text<(Guid, bool R, Sender)>(m => m.R ? Samples.Reply : Samples.Report),
            Col.Int<(Guid, bool, Sender)>(_ => 0),
            Col.Text<(Guid, bool R, Sender)>(m => m.R ? null : "SM0123456789abcdef0123456789abcdef"),
            Col.Time<(Guid, bool, Sender)>(_ => DateTime.UtcNow), Col.Big<(Guid, bool, Sender S)>(m => m.S.ConversationVersion),
            Col.Int<(Guid, bool, Sender)>(_ => 0),
        ]);

    private static readonly RowSql<(Guid Part, Sender Sender)> Outbox = new(
        "insert into outbox (tenant_id, account, channel, lane, part_id, conversation_id, recipient, text, author, agent_epoch, "
        + "answered_received_at)",
        "",
        [
            Col.Text<(Guid, Sender)>(_ => Rows.Tenant), Col.Text<(Guid, Sender)>(_ => Product.Account),
            Col.Text<(Guid, Sender)>(_ => "whatsapp"), Col.Big<(Guid, Sender S)>(o => o.S.Lane),
            Col.Uuid<(Guid Part, Sender)>(o => o.Part), Col.Uuid<(Guid, Sender S)>(o => o.S.Conversation),
            Col.Text<(Guid, Sender S)>(o => o.S.Address), Col.Text<(Guid, Sender)>(_ => Samples.Reply),
            Col.Text<(Guid, Sender)>(_ => "agent"), Col.Int<(Guid, Sender)>(_ => 0),
            Col.Time<(Guid, Sender)>(_ => DateTime.UtcNow),
        ]);

    private static readonly RowSql<(Guid Part, Sender Sender)> Deliveries = new(
        "insert into deliveries (tenant_id, part_id, conversation_id, account, provider_message_id, status, rank, at)",
        "",
        [
            Col.Text<(Guid, Sender)>(_ => Rows.Tenant), Col.Uuid<(Guid Part, Sender)>(d => d.Part),
            Col.Uuid<(Guid, Sender S)>(d => d.S.Conversation), Col.Text<(Guid, Sender)>(_ => Product.Account),
            Col.Text<(Guid Part, Sender)>(d => $"SM{d.Part:N}"), Col.Text<(Guid, Sender)>(_ => "sent"),
            Col.Int<(Guid, Sender)>(_ => 3), Col.Time<(Guid, Sender)>(_ => DateTime.UtcNow),
        ]);

    /// <summary>The transaction of processing: everything but what sending writes.</summary>
    public static NpgsqlBatch Process(NpgsqlConnection connection, Sender[] senders, long[] ledger, Guid[] parts)
    {
        var now = DateTime.UtcNow;
        var events = new EventRow[senders.Length * 4];
        var messages = new (Guid, bool, Sender)[senders.Length * 2];
        for (var i = 0; i < senders.Length; i++)
        {
            var s = senders[i];
            events[4 * i] = new(s.Conversation, ++s.ConversationVersion, "message_received", Samples.MessageReceived, now);
            events[(4 * i) + 1] = new(s.Conversation, ++s.ConversationVersion, "message_assessed", Samples.MessageAssessed, now);
            events[(4 * i) + 2] = new(s.Conversation, ++s.ConversationVersion, "reply_decided", Samples.ReplyDecided, now);
            events[(4 * i) + 3] = new(s.Ticket, ++s.TicketVersion, "note_added", Samples.NoteAdded, now);
            messages[2 * i] = (Guid.CreateVersion7(), false, s);
            messages[(2 * i) + 1] = (parts[i], true, s);
        }

        var outbox = senders.Zip(parts, (s, part) => (part, s)).ToArray();
        var alone = senders.Length == 1;
        return new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Update(Moves, [.. senders.Select(s => s.Conversation), .. senders.Select(s => s.Ticket)],
                    [.. senders.Select(s => s.ConversationVersion), .. senders.Select(s => s.TicketVersion)]),
                alone ? Rows.Events.Values(events) : Rows.Events.Arrays(events),
                Update(MoveConversations, [.. senders.Select(s => s.Conversation)], []),
                Update(MoveTickets, [.. senders.Select(s => s.Ticket)], [.. senders.Select(s => s.TicketVersion)]),
                alone ? Messages.Values(messages) : Messages.Arrays(messages),
                alone ? Outbox.Values(outbox) : Outbox.Arrays(outbox),
                Update(MarkLedger, [], ledger),
            },
        };
    }

    /// <summary>The transaction of having sent: one more event, the delivery, the outbox row gone.</summary>
    public static NpgsqlBatch Sent(NpgsqlConnection connection, Sender[] senders, Guid[] parts)
    {
        var now = DateTime.UtcNow;
        var events = Array.ConvertAll(
            senders, s => new EventRow(s.Conversation, ++s.ConversationVersion, "reply_sent", Samples.ReplySent, now));
        var deliveries = senders.Zip(parts, (s, part) => (part, s)).ToArray();
        var alone = senders.Length == 1;
        return new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Update(Moves, [.. senders.Select(s => s.Conversation)], [.. senders.Select(s => s.ConversationVersion)]),
                alone ? Rows.Events.Values(events) : Rows.Events.Arrays(events),
                alone ? Deliveries.Values(deliveries) : Deliveries.Arrays(deliveries),
                Update("delete from outbox where tenant_id = 'default' and part_id = any($1)", parts, []),
            },
        };
    }

    private const string Moves = """
        update mt_streams s set version = k.version, timestamp = now() from unnest($1, $2) k (id, version)
        where s.tenant_id = 'default' and s.id = k.id and not s.is_archived
        """;

    private const string MoveConversations = """
        update conversations set language = 'en', last_message_at = now() where tenant_id = 'default' and id = any($1)
        """;

    private const string MoveTickets = """
        update tickets t set updated_at = now(), version = k.version from unnest($1, $2) k (id, version)
        where t.tenant_id = 'default' and t.id = k.id
        """;

    private const string MarkLedger = """
        update inbox set state = 1, finished_at = now(), lease = null, owner = null where id = any($1)
        """;

    private static NpgsqlBatchCommand Update(string sql, Guid[] ids, long[] numbers)
    {
        var command = new NpgsqlBatchCommand(sql);
        if (ids.Length > 0)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        }

        if (numbers.Length > 0)
        {
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = numbers });
        }

        return command;
    }
}

/// <summary>A citizen whose conversation and ticket exist. Written to by one worker only, so versions are known.</summary>
internal sealed class Sender(int number)
{
    public Guid Customer { get; } = Guid.CreateVersion7();

    public Guid Conversation { get; } = Guid.CreateVersion7();

    public Guid Ticket { get; } = Guid.CreateVersion7();

    public long ConversationVersion { get; set; } = 1;

    public long TicketVersion { get; set; } = 1;

    public long Lane { get; } = Random.Shared.NextInt64();

    public string Address { get; } = string.Create(CultureInfo.InvariantCulture, $"whatsapp:+52155{number:D8}");
}
