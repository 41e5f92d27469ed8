using CleanFte.Application.Integrators;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>One tenant's events in the order of the log, as they are told to others.</summary>
internal sealed class TenantLog(NpgsqlDataSource database, SettledLog settled)
{
    /// <summary>Numbers of the log, all tenants', that one page goes through.</summary>
    public const int MaxSpan = 200_000;

    /// <summary>Bytes of stored events after which a page ends, whatever its limit.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    /// <summary>
    /// The rows beside are looked up for the rows of the page: joined first, they would be looked up for all.
    /// </summary>
    private const string Beside = """
        left join lateral (select tracking_number, customer_id, conversation_id from tickets
            where tenant_id = $1 and id = e.stream_id limit 1) t on true
        left join lateral (select customer_id from conversations
            where tenant_id = $1 and id = e.stream_id limit 1) c on true
        """;

    private const string PageSql = $"""
        with page as materialized (
            select seq_id, id, stream_id, type, data, timestamp from mt_events
            where tenant_id = $1 and seq_id > $2 and seq_id <= $3 and type = any($4) order by seq_id limit $5)
        select e.seq_id, e.id, e.stream_id, e.type, e.data, e.timestamp, t.tracking_number,
            coalesce(t.customer_id, c.customer_id), t.conversation_id
        from page e {Beside} order by e.seq_id
        """;

    private const string OneSql = $"""
        select e.seq_id, e.id, e.stream_id, e.type, e.data, e.timestamp, t.tracking_number,
            coalesce(t.customer_id, c.customer_id), t.conversation_id
        from (select * from mt_events where tenant_id = $1 and seq_id = $2) e {Beside}
        """;

    private const string LastSql =
        "select id from mt_events where tenant_id = $1 and seq_id <= $2 order by seq_id desc limit 1";

    /// <summary>What is settled behind a position; null where the position lies beyond the end of the log.</summary>
    /// <param name="names">Stored names of the types wanted.</param>
    public async Task<TenantPage?> Read(string tenant, long after, string[] names, int limit, CancellationToken ct)
    {
        var known = settled.Known;
        if (known.End - after <= MaxSpan)
        {
            known = await settled.Look(ct);
        }

        if (after > known.HandedOut)
        {
            return null;
        }

        var upTo = Math.Min(known.End, after + MaxSpan);
        if (upTo <= after)
        {
            return new TenantPage([], after, false, known.IsAll);
        }

        var events = await Page(tenant, after, upTo, names, limit, ct);
        var isCut = events.Count == limit || events.Bytes >= MaxPageBytes;
        var position = isCut ? events.Items[^1].Sequence : upTo;
        return new TenantPage(events.Items, position, position < known.End, known.IsAll);
    }

    /// <summary>One event; null where it is none that this version tells.</summary>
    public async Task<FeedItem?> Find(string tenant, long sequence, CancellationToken ct) =>
        (await database.Statement(OneSql, tenant, sequence).Rows(Read, ct)) is [{ Item: { } item }] ? item : null;

    /// <summary>The tenant's last event up to a settled position, of whatever type; empty where there is none.</summary>
    public async Task<Guid> LastAt(string tenant, long position, CancellationToken ct) =>
        (await database.Statement(LastSql, tenant, position).Rows(r => r.GetGuid(0), ct)).SingleOrDefault();

    private async Task<(List<TenantEvent> Items, long Bytes, int Count)> Page(
        string tenant, long after, long upTo, string[] names, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(PageSql);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = upTo });
        command.Parameters.Add(new() { Value = names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<TenantEvent>();
        var bytes = 0L;
        while (bytes < MaxPageBytes && await reader.ReadAsync(ct))
        {
            var item = Read(reader);
            bytes += item.Bytes;
            items.Add(item);
        }

        return (items, bytes, items.Count);
    }

    private static TenantEvent Read(NpgsqlDataReader r)
    {
        var stream = r.GetGuid(2);
        var data = r.GetFieldValue<byte[]>(4);
        var stored = EventTypes.IsKnown(r.GetString(3)) ? EventTypes.Read(r.GetString(3), data) : null;
        var subject = stored switch
        {
            TicketEvent => new EventSubject(stream, r.TextOrNull(6), r.ValueOrNull<Guid>(8), r.ValueOrNull<Guid>(7)),
            ConversationEvent => new EventSubject(null, null, stream, r.ValueOrNull<Guid>(7)),
            CustomerEvent => new EventSubject(null, null, null, stream),
            _ => EventSubject.Nothing,
        };
        var told = stored is null ? null : PublicEvents.Of(stored);
        var item = told is null ? null : new FeedItem(r.GetGuid(1), told, r.Time(5), subject);
        return new TenantEvent(r.GetInt64(0), stream, data.Length, item);
    }
}

/// <param name="Stream">The ticket, conversation or customer it is of.</param>
/// <param name="Bytes">As it is stored.</param>
/// <param name="Item">Null where nothing of it is told.</param>
internal sealed record TenantEvent(long Sequence, Guid Stream, int Bytes, FeedItem? Item);

/// <param name="Position">Where the next page begins.</param>
/// <param name="HasMore">Whether more is settled behind it.</param>
/// <param name="IsAll">Whether nothing is held up by a transaction under way.</param>
internal sealed record TenantPage(IReadOnlyList<TenantEvent> Events, long Position, bool HasMore, bool IsAll);
