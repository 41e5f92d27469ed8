using System.Text;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using Npgsql;

namespace CleanFte.Infrastructure.Tickets;

/// <inheritdoc cref="ITicketQueries"/>
internal sealed class TicketQueries(NpgsqlDataSource database) : ITicketQueries
{
    private const string Select = """
        select id, tracking_number, status, service_code, priority, severity, channel, language, subject, customer_id,
            conversation_id, latitude, longitude, address, public_text, escalation_reason, rating, access_code_hash,
            created_at, updated_at, resolved_at, version
        from tickets where tenant_id = $1
        """;

    private const string ById = $"{Select} and id = $2";

    private const string ByTrackingNumber = $"{Select} and tracking_number = $2";

    /// <summary>Both partitions; only a ticket's stream, whosever id was asked for.</summary>
    private const string EventsSql = """
        select e.seq_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.data::text
        from mt_streams s
        join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id and e.is_archived = s.is_archived
        where s.tenant_id = $1 and s.id = $2 and s.type = $3
        order by e.version
        """;

    private const string SelectMedia = """
        select tenant_id, id, ticket_id, status, reason, key, public_key, content_type, declared_type, size, sha256,
            file_name, source, purpose, at
        from media where tenant_id = $1
        """;

    public async Task<TicketView?> Find(string tenant, string idOrTrackingNumber, CancellationToken ct)
    {
        var command = Guid.TryParse(idOrTrackingNumber, out var id)
            ? database.Statement(ById, tenant, id)
            : database.Statement(ByTrackingNumber, tenant, idOrTrackingNumber);
        return (await command.Rows(View, ct)).SingleOrDefault();
    }

    public async Task<TicketPage> List(string tenant, TicketFilter filter, CancellationToken ct)
    {
        var tickets = await ListStatement(tenant, filter).Rows(View, ct);
        if (tickets.Count <= filter.Limit)
        {
            return new TicketPage(tickets, null);
        }

        var page = tickets[..filter.Limit];
        return new TicketPage(page, new TicketCursor(page[^1].CreatedAt, page[^1].Id));
    }

    public async Task<IReadOnlyList<StoredEvent>> Events(string tenant, Guid ticket, CancellationToken ct) =>
        await database.Statement(EventsSql, tenant, ticket, Ticket.StreamType).Rows(
            r => new StoredEvent(
                r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.Time(3), r.TextOrNull(4), r.TextOrNull(5),
                r.GetString(6)),
            ct);

    public async Task<IReadOnlyList<MediaRow>> Media(string tenant, Guid ticket, CancellationToken ct) =>
        await database.Statement($"{SelectMedia} and ticket_id = $2 order by at, id", tenant, ticket).Rows(MediaOf, ct);

    public async Task<MediaRow?> FindMedia(string tenant, Guid media, CancellationToken ct) =>
        (await database.Statement($"{SelectMedia} and id = $2", tenant, media).Rows(MediaOf, ct)).SingleOrDefault();

    /// <summary>
    /// Only the conditions asked for, so that each combination is planned for the index that serves it; one row more
    /// than the page tells whether there is another.
    /// </summary>
    internal NpgsqlCommand ListStatement(string tenant, TicketFilter filter)
    {
        var sql = new StringBuilder(Select);
        var values = new List<object?> { tenant };
        Narrow("status = ", filter.Status is { } status ? WireName.Of(status) : null);
        Narrow("service_code = ", filter.Category is { } category ? StorableText.Clean(category) : null);
        Narrow("channel = ", filter.Channel is { } channel ? WireName.Of(channel) : null);
        Narrow("priority = ", filter.Priority is { } priority ? WireName.Of(priority) : null);
        if (filter.Customers is { } customers)
        {
            values.Add(customers.ToArray());
            sql.Append(Invariant($" and customer_id = any (${values.Count})"));
        }

        Narrow("created_at >= ", filter.CreatedFrom?.ToUniversalTime());
        Narrow("created_at < ", filter.CreatedTo?.ToUniversalTime());
        if (filter.After is { } after)
        {
            values.AddRange([after.CreatedAt.ToUniversalTime(), after.Id]);
            sql.Append(Invariant($" and (created_at, id) < (${values.Count - 1}, ${values.Count})"));
        }

        values.Add(filter.Limit + 1);
        sql.Append(Invariant($" order by created_at desc, id desc limit ${values.Count}"));
        return database.Statement(sql.ToString(), [.. values]);

        void Narrow(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                sql.Append(Invariant($" and {condition}${values.Count}"));
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static TicketView View(NpgsqlDataReader r) => new(
        r.GetGuid(0),
        r.GetString(1),
        WireName.Parse<TicketStatus>(r.GetString(2)),
        r.GetString(3),
        WireName.Parse<Priority>(r.GetString(4)),
        WireName.Parse<Severity>(r.GetString(5)),
        r.GetString(6),
        r.GetString(7),
        r.GetString(8),
        r.GetGuid(9),
        r.ValueOrNull<Guid>(10),
        r.IsDBNull(11) && r.IsDBNull(13)
            ? null
            : new Place(r.ValueOrNull<double>(11), r.ValueOrNull<double>(12), r.TextOrNull(13)),
        r.TextOrNull(14),
        r.TextOrNull(15),
        r.ValueOrNull<int>(16),
        r.TextOrNull(17),
        r.Time(18),
        r.Time(19),
        r.ValueOrNull<DateTimeOffset>(20),
        r.GetInt64(21));

    private static MediaRow MediaOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.TextOrNull(4), r.TextOrNull(5), r.TextOrNull(6),
        r.TextOrNull(7), r.GetString(8), r.ValueOrNull<long>(9), r.TextOrNull(10), r.TextOrNull(11), r.GetString(12),
        r.GetString(13), r.Time(14));
}
