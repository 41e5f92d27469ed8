using CleanFte.Application.Ports;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Hands out messages to send: the first of each recipient, many recipients at once. What the agent wrote is only
/// handed out to be sent while it may still speak: the claim itself looks at the switches and the epoch. Later
/// it is handed out silenced, to be withheld, because it would hold up what a person writes behind it.
/// </summary>
internal sealed class OutboxQueue(NpgsqlDataSource database, Instance instance)
{
    /// <summary>
    /// Longer than waiting for a turn, reading files and any provider's time-out together, so that what is being sent is not
    /// claimed again meanwhile; the sum stands at <see cref="Channels.PacedGateway.FilePatience"/>.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    /// <summary>Tries after which a send that was cut short counts like one the provider lost.</summary>
    public const int MaxCrashes = 3;

    private const int Window = 2_000;

    private const string ClaimSql = """
        with due as materialized (
            select id, lane from outbox where state = 0 and due <= now() and lease is null order by due, id limit $1),
        heads as materialized (
            select d.id from due d
            where d.id = (select b.id from outbox b where b.state < 1 and b.lane = d.lane order by b.id limit 1)
            limit $2),
        taken as materialized (
            select o.id, o.author = 'agent' and not exists (
                select from conversations c
                where c.tenant_id = o.tenant_id and c.id = o.conversation_id and c.agent_on
                    and c.agent_epoch = o.agent_epoch
                    and not exists (
                        select from agent_switches s
                        where s.tenant_id = o.tenant_id and s.account in ('', o.account) and not s.agent_on)) as silenced,
                greatest(t.last_message_at, (
                    select v.last_message_at from conversations v
                    where v.tenant_id = t.tenant_id and v.customer_id = t.customer_id and v.account = t.account and not v.closed))
                    as last_message_at,
                u.opted_out_at
            from outbox o
            join conversations t on t.tenant_id = o.tenant_id and t.id = o.conversation_id
            join customers u on u.tenant_id = t.tenant_id and u.id = t.customer_id
            where o.id = any (array(select id from heads)) and o.state < 1 and o.lease is null and o.due <= now()
            for no key update of o skip locked)
        update outbox o
        set lease = $3, owner = $4, due = now() + $5,
            attempted_at = case when o.uncertain then o.attempted_at else now() end
        from taken t
        where o.id = t.id and o.id = any (array(select id from taken))
        returning o.id, o.tenant_id, o.account, o.channel, o.part_id, o.conversation_id, o.recipient, o.text, o.author,
            o.agent_epoch, o.answered_received_at, o.lease, o.tries, o.uncertain, o.lookups, o.resent, o.attempted_at,
            t.silenced, coalesce(o.correlation_id, 'outbox-' || o.id), o.offer, o.thread, o.template, o.created_at,
            t.last_message_at, t.opted_out_at, o.subject, o.answered, o.files
        """;

    /// <summary>After a claim: whether anything due was left, beyond the claim's size or behind another to its recipient.</summary>
    private const string MoreSql =
        "select exists (select from outbox where state = 0 and due <= now() and lease is null)";

    private const string DoubtSql = """
        update outbox set lease = null, owner = null, due = now() + $3, uncertain = true, answered = answered and uncertain
        where id = $1 and lease = $2 and state < 1
        """;

    private const string HandBackSql = """
        update outbox set lease = null, owner = null, due = now()
        where id = any (array(
            select id from outbox where owner = $1 and state = 0 and uncertain for no key update skip locked))
        """;

    /// <summary>
    /// That a process died while it was sending says nothing of the provider, so it does not use up the one time that a
    /// message may be sent again; unless it is the message that kills.
    /// </summary>
    private const string ReapSql = """
        update outbox set lease = null, owner = null, due = now(), uncertain = true,
            resent = resent and (uncertain or tries >= $2), answered = answered and uncertain,
            tries = tries + case when uncertain then 0 else 1 end
        where state = 0 and lease is not null and (due <= now() or owner = any($1))
        """;

    private const string OverdueSql = "update outbox set state = 0 where state = 2 and due <= now()";

    public async Task<Claimed<OutboxRow>> Claim(int lanes, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(
            ClaimSql,
            Array.ConvertAll(
                new object[] { Window, lanes, instance.NextLease(), instance.Id, Lease },
                value => new NpgsqlParameter { Value = value }));
        batch.Add(MoreSql);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new OutboxRow(
                reader.GetInt64(0),
                reader.GetString(1),
                new OutboxMessage(
                    reader.GetGuid(4), reader.GetGuid(5), reader.GetString(2), reader.GetString(3), reader.GetString(6),
                    reader.GetString(7), reader.GetString(8), reader.GetInt32(9),
                    await reader.IsDBNullAsync(10, ct) ? null : reader.GetFieldValue<DateTimeOffset>(10),
                    OutboxExtras.OfferOf(reader.TextOrNull(19)), reader.TextOrNull(20),
                    OutboxExtras.TemplateOf(reader.TextOrNull(21)), reader.TextOrNull(25),
                    OutboxExtras.FilesOf(reader.TextOrNull(27))),
                reader.GetInt64(11),
                reader.GetInt16(12),
                reader.GetBoolean(13),
                reader.GetInt16(14),
                reader.GetBoolean(15),
                await reader.IsDBNullAsync(16, ct) ? null : reader.GetFieldValue<DateTimeOffset>(16),
                reader.GetBoolean(17),
                reader.GetString(18),
                reader.Time(22),
                reader.Time(23),
                reader.ValueOrNull<DateTimeOffset>(24),
                reader.GetBoolean(26)));
        }

        await reader.NextResultAsync(ct);
        return new(rows, await reader.ReadAsync(ct) && reader.GetBoolean(0));
    }

    /// <summary>Gives a row back that may have been sent: the provider is asked before anything else.</summary>
    public async Task Doubt(OutboxRow row, TimeSpan pause, CancellationToken ct)
    {
        await using var command = database.CreateCommand(DoubtSql);
        command.Parameters.Add(new NpgsqlParameter { Value = row.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = row.Lease });
        command.Parameters.Add(new NpgsqlParameter { Value = pause });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Gives back the look-ups at shutdown. A send under way is not given back: its lease ends, and then it is
    /// uncertain.
    /// </summary>
    public async Task HandBack(CancellationToken ct)
    {
        await using var command = database.CreateCommand(HandBackSql);
        command.Parameters.Add(new NpgsqlParameter { Value = instance.Id });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What waits for a citizen to write waits no longer than it was told; what becomes of it is decided anew.</summary>
    public Task<int> ReleaseOverdue(CancellationToken ct) => database.Statement(OverdueSql).Run(ct);

    /// <summary>What was being sent by a process that is gone may have arrived: the provider is asked.</summary>
    public async Task<int> Reap(int[] deadInstances, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReapSql);
        command.Parameters.Add(new NpgsqlParameter { Value = deadInstances });
        command.Parameters.Add(new NpgsqlParameter { Value = MaxCrashes });
        return await command.ExecuteNonQueryAsync(ct);
    }
}
