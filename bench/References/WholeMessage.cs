using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>
/// R5 and R6: the rows of whole messages, one by one in two one-call transactions each, or 50 together. What sending writes
/// comes in a third transaction in the variants named so.
/// </summary>
internal sealed class WholeMessage
{
    public const int Connections = 16;

    public const int GroupConnections = 2;

    public const int GroupSize = 50;

    private readonly Sender[] _senders;

    private readonly int[] _next = new int[Connections];

    private WholeMessage(Sender[] senders) => _senders = senders;

    /// <summary>Prepares a database in which every sender has his conversation and his ticket.</summary>
    public static async Task<WholeMessage> Prepare(Bare bare, int senders)
    {
        var all = Enumerable.Range(0, senders).Select(i => new Sender(i)).ToArray();
        var now = DateTime.UtcNow;
        await using var connection = await bare.Source.OpenConnectionAsync();
        foreach (var some in all.Chunk(1_000))
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Rows.Streams.Arrays([.. some.SelectMany(s => new StreamRow[]
                    {
                        new(s.Conversation, "conversation", 1, now), new(s.Ticket, "ticket", 1, now),
                    })]),
                    Ids(some, "insert into conversations (tenant_id, id, customer_id, channel, account, reply_address, closed, "
                        + "agent_on, agent_epoch, ever_handed_over, language, ticket_id, opened_at, last_message_at) "
                        + "select 'default', c, u, 'whatsapp', 'town', 'whatsapp:+521555000000', false, true, 0, false, 'en', t, "
                        + "now(), now() from unnest($1, $2, $3) k (c, t, u)"),
                    Ids(some, "insert into tickets (tenant_id, id, tracking_number, customer_id, conversation_id, channel, "
                        + "service_code, language, status, priority, severity, subject, created_at, updated_at, version) "
                        + "select 'default', t, 'TKT-' || t, u, c, 'whatsapp', 'pothole', 'en', 'open', 'normal', 'moderate', "
                        + "'There is a deep pothole at the corner', now(), now(), 1 from unnest($1, $2, $3) k (c, t, u)"),
                },
            };
            await batch.ExecuteNonQueryAsync();
        }

        await bare.Execute("analyze");
        return new WholeMessage(all);
    }

    public Task<int> One(NpgsqlConnection connection, int worker) => Write(connection, Next(worker, 1, Connections), false);

    public Task<int> OneAndSent(NpgsqlConnection connection, int worker) =>
        Write(connection, Next(worker, 1, Connections), true);

    public Task<int> Group(NpgsqlConnection connection, int worker) =>
        Write(connection, Next(worker, GroupSize, GroupConnections), false);

    public Task<int> GroupAndSent(NpgsqlConnection connection, int worker) =>
        Write(connection, Next(worker, GroupSize, GroupConnections), true);

    private static async Task<int> Write(NpgsqlConnection connection, Sender[] senders, bool sent)
    {
        var ledger = new List<long>(senders.Length);
        var inbox = senders.Length == 1 ? MessageRows.Inbox.Values(senders) : MessageRows.Inbox.Arrays(senders);
        await using (var record = new NpgsqlBatch(connection) { BatchCommands = { inbox } })
        await using (var reader = await record.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                ledger.Add(reader.GetInt64(0));
            }
        }

        var parts = Array.ConvertAll(senders, _ => Guid.CreateVersion7());
        await using (var process = MessageRows.Process(connection, senders, [.. ledger], parts))
        {
            await process.ExecuteNonQueryAsync();
        }

        if (sent)
        {
            await using var sending = MessageRows.Sent(connection, senders, parts);
            await sending.ExecuteNonQueryAsync();
        }

        return senders.Length;
    }

    /// <summary>A worker's next senders, all his own: number modulo workers.</summary>
    private Sender[] Next(int worker, int count, int workers)
    {
        var own = _senders.Length / workers;
        var some = new Sender[count];
        for (var i = 0; i < count; i++)
        {
            some[i] = _senders[(_next[worker]++ % own * workers) + worker];
        }

        return some;
    }

    private static NpgsqlBatchCommand Ids(Sender[] senders, string sql) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(senders, s => s.Conversation) },
            new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(senders, s => s.Ticket) },
            new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(senders, s => s.Customer) },
        },
    };
}
