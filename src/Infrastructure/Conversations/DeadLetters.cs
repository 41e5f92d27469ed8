using CleanFte.Application.Conversations;
using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IDeadLetters"/>
internal sealed class DeadLetters(NpgsqlDataSource database, Signals signals, IWebhookDeliveries deliveries) : IDeadLetters
{
    private const string ListSql = """
        select kind, id, account, reason, tries, crashes, at
        from (
            select 'inbox' as kind, id, account, reason, tries, crashes, finished_at as at
            from inbox where tenant_id = $1 and state = 3
            union all
            select 'outbox', id, account, reason, tries, 0::smallint, coalesce(attempted_at, created_at)
            from outbox where tenant_id = $1 and state = 3
            union all
            select 'webhook', id, subscription_id::varchar, last_error, tries, 0::smallint, finished_at
            from webhook_deliveries where tenant_id = $1 and state = 3) dead
        where $2::timestamptz is null or (at, kind, id) < ($2, $3::varchar, $4::bigint)
        order by at desc, kind desc, id desc
        limit $5
        """;

    /// <summary>Leaves the moment of its parking: by that the worker knows that it is replayed.</summary>
    private const string ReplayInbox = """
        update inbox set state = 0, reason = null, due = now(), lease = null, owner = null, tries = 0, crashes = 0
        where tenant_id = $1 and id = $2 and state = 3
        """;

    /// <summary>
    /// What the agent may no longer say would only be withheld. The lock makes a takeover under way come before or
    /// after, and not in between.
    /// </summary>
    private const string ReplayOutbox = """
        with allowed as (
            select o.id from outbox o
            join conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
            where o.tenant_id = $1 and o.id = $2 and o.state = 3
                and (o.author <> 'agent' or (c.agent_on and c.agent_epoch = o.agent_epoch))
            for share of c)
        update outbox set state = 0, reason = null, due = now(), lease = null, owner = null, tries = 0,
            attempted_at = null, uncertain = false, lookups = 0, resent = false
        where tenant_id = $1 and id = $2 and state = 3 and exists (select from allowed)
        """;

    private const string IsDeadOutbox =
        "select exists (select from outbox where tenant_id = $1 and id = $2 and state = 3)";

    public async Task<DeadLetterPage> List(string tenant, int limit, DeadLetterCursor? after, CancellationToken ct)
    {
        var letters = await database
            .Statement(ListSql, tenant, after?.At.ToUniversalTime(), after?.Kind, after?.Id, limit + 1)
            .Rows(
                r => new DeadLetter(
                    r.GetString(0), r.GetInt64(1), r.GetString(2), r.TextOrNull(3), r.GetInt16(4), r.GetInt16(5),
                    r.Time(6)),
                ct);
        if (letters.Count <= limit)
        {
            return new DeadLetterPage(letters, null);
        }

        var page = letters[..limit];
        return new DeadLetterPage(page, new DeadLetterCursor(page[^1].At, page[^1].Kind, page[^1].Id));
    }

    public async Task<Replay> Replay(string tenant, DeadLetterKind kind, long id, CancellationToken ct)
    {
        if (kind == DeadLetterKind.Webhook)
        {
            return await deliveries.Replay(tenant, null, id, ct) switch
            {
                DeliveryReplay.Done => Application.Conversations.Replay.Done,
                DeliveryReplay.Disabled => Application.Conversations.Replay.Disabled,
                _ => Application.Conversations.Replay.Unknown,
            };
        }

        var (sql, topic) = kind == DeadLetterKind.Inbox ? (ReplayInbox, Topic.Inbox) : (ReplayOutbox, Topic.Outbox);
        if (await database.Statement(sql, tenant, id).Run(ct) == 1)
        {
            signals.Raise(topic);
            return Application.Conversations.Replay.Done;
        }

        return kind == DeadLetterKind.Outbox && await database.Statement(IsDeadOutbox, tenant, id).IsTrue(ct)
            ? Application.Conversations.Replay.Withheld
            : Application.Conversations.Replay.Unknown;
    }
}
