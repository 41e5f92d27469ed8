using System.Text;
using System.Text.Json;
using CleanFte.Application.Open311;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using Npgsql;

namespace CleanFte.Infrastructure.Open311;

/// <inheritdoc cref="IServiceRequests"/>
internal sealed class ServiceRequests(NpgsqlDataSource database, PagePlaces places) : IServiceRequests
{
    /// <summary>
    /// A file that everybody may see: its copy without metadata, given for that, with a report that was written for everybody.
    /// </summary>
    private const string PublicMedia = """
        m.public_key is not null and m.status = 'attached' and m.purpose = 'evidence'
            and m.source = any($3) and t.channel = any($4)
        """;

    private const string Columns = $"""
        select t.id, t.tracking_number, t.status, t.service_code, t.published, t.public_text, t.latitude, t.longitude,
            t.address, t.created_at, t.updated_at, t.answers::text, t.channel,
            array(
                select m.id from media m
                where m.tenant_id = t.tenant_id and m.ticket_id = t.id and {PublicMedia}
                order by m.at, m.id)
        """;

    private const string Listed = "from tickets t where t.tenant_id = $1 and t.service_code = any($2)";

    private const string ById = $"{Columns} {Listed} and t.id = $5";

    private const string ByTrackingNumber = $"{Columns} {Listed} and t.tracking_number = $5";

    /// <summary>The page is cut first: otherwise the files of all that is skipped would be looked up too.</summary>
    private const string PageStart = $"{Columns} from (select t.* {Listed}";

    private const string Newest = "order by t.created_at desc, t.id desc";

    private const string UpdatesSql = """
        select t.tracking_number, u.version, u.over, coalesce(u.word, u.status), u.text, u.at
        from ticket_updates u join tickets t on t.tenant_id = u.tenant_id and t.id = u.ticket_id
        where u.tenant_id = $1 and t.service_code = any($2) and u.at >= $3 and u.at <= $4
        order by u.at, u.ticket_id, u.version offset $5 limit $6
        """;

    /// <summary>From the tickets that were named: in the other, all updates of that time would be gone through for them.</summary>
    private const string UpdatesOfSql = """
        select t.tracking_number, u.version, u.over, coalesce(u.word, u.status), u.text, u.at
        from tickets t join ticket_updates u on u.tenant_id = t.tenant_id and u.ticket_id = t.id
        where t.tenant_id = $1 and t.service_code = any($2) and t.tracking_number = any($7) and u.at >= $3 and u.at <= $4
        order by u.at, u.ticket_id, u.version offset $5 limit $6
        """;

    private const string NotesSql = """
        select u.tenant_id, u.ticket_id, u.version, u.update_id, u.over, u.status, u.text, u.at
        from unnest($2::uuid[]) k (id)
        cross join lateral (
            select * from ticket_updates where tenant_id = $1 and ticket_id = k.id order by version desc limit $3) u
        order by u.ticket_id, u.version
        """;

    private const string HasUpdateSql =
        "select exists (select from ticket_updates where tenant_id = $1 and update_id = $2)";

    private const string FileSql = $"""
        select m.public_key, m.content_type
        from media m join tickets t on t.tenant_id = m.tenant_id and t.id = m.ticket_id
        where m.tenant_id = $1 and t.service_code = any($2) and {PublicMedia} and m.id = $5
        """;

    private static readonly string[] Sources =
        [.. Enum.GetValues<MediaSource>().Where(Publication.IsGivenForEverybody).Select(WireName.Of)];

    private static readonly string[] Channels =
        [.. Enum.GetValues<Channel>().Where(Publication.IsWrittenForEverybody).Select(WireName.Of)];

    public async Task<IReadOnlyList<ServiceRequest>> List(
        string tenant, IReadOnlyList<string> listed, RequestFilter filter, CancellationToken ct)
    {
        var page = await ListStatement(tenant, listed, filter, places.Before(tenant, filter)).Rows(Request, ct);
        places.Keep(tenant, filter, page);
        return page;
    }

    public async Task<ServiceRequest?> Find(
        string tenant, IReadOnlyList<string> listed, string idOrTrackingNumber, CancellationToken ct)
    {
        var command = Guid.TryParse(idOrTrackingNumber, out var id)
            ? database.Statement(ById, tenant, listed, Sources, Channels, id)
            : database.Statement(ByTrackingNumber, tenant, listed, Sources, Channels, idOrTrackingNumber);
        return (await command.Rows(Request, ct)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<RequestUpdate>> Updates(
        string tenant, IReadOnlyList<string> listed, UpdateFilter filter, CancellationToken ct) =>
        await UpdatesStatement(tenant, listed, filter).Rows(
            r => new RequestUpdate(
                r.GetString(0), r.GetInt64(1), r.GetBoolean(2), r.TextOrNull(3), r.TextOrNull(4), r.Time(5)),
            ct);

    public async Task<ILookup<Guid, TicketUpdateRow>> Notes(
        string tenant, IReadOnlyList<Guid> tickets, int each, CancellationToken ct)
    {
        var rows = await database.Statement(NotesSql, tenant, tickets, each).Rows(
            r => new TicketUpdateRow(
                r.GetString(0), r.GetGuid(1), r.GetInt64(2), r.ValueOrNull<Guid>(3), r.GetBoolean(4), r.TextOrNull(5),
                r.TextOrNull(6), r.Time(7)),
            ct);
        return rows.ToLookup(r => r.TicketId);
    }

    public Task<bool> HasUpdate(string tenant, Guid update, CancellationToken ct) =>
        database.Statement(HasUpdateSql, tenant, update).IsTrue(ct);

    public async Task<PublicFile?> File(string tenant, IReadOnlyList<string> listed, Guid media, CancellationToken ct) =>
        (await database.Statement(FileSql, tenant, listed, Sources, Channels, media).Rows(
            r => new PublicFile(r.GetString(0), r.GetString(1)), ct)).SingleOrDefault();

    private NpgsqlCommand UpdatesStatement(string tenant, IReadOnlyList<string> listed, UpdateFilter filter) =>
        filter.TrackingNumbers is { } numbers
            ? database.Statement(
                UpdatesOfSql, tenant, listed, filter.From, filter.To, filter.Paging.Skipped, filter.Paging.Size, numbers)
            : database.Statement(
                UpdatesSql, tenant, listed, filter.From, filter.To, filter.Paging.Skipped, filter.Paging.Size);

    /// <summary>Only the conditions asked for, so that each combination is planned for the index that serves it.</summary>
    /// <param name="before">The last entry of the page before; null where pages have to be counted through.</param>
    internal NpgsqlCommand ListStatement(
        string tenant, IReadOnlyList<string> listed, RequestFilter filter, PagePlace? before = null)
    {
        var sql = new StringBuilder(PageStart);
        var values = new List<object?> { tenant, filter.ServiceCodes ?? listed, Sources, Channels };
        if (filter.TrackingNumbers is { } numbers)
        {
            values[1] = listed;
            Narrow("t.tracking_number = any(${0})", numbers);
        }
        else
        {
            Narrow("t.created_at >= ${0}", filter.From);
            Narrow("t.created_at <= ${0}", filter.To);
            Narrow("t.updated_at >= ${0}", filter.UpdatedFrom);
            Narrow("t.updated_at <= ${0}", filter.UpdatedTo);
            Narrow("(t.status in ('resolved', 'closed')) = ${0}", filter.Closed);
        }

        if (before is not null)
        {
            values.AddRange([before.CreatedAt.ToUniversalTime(), before.Id]);
            sql.Append(Invariant($" and (t.created_at, t.id) < (${values.Count - 1}, ${values.Count})"));
        }

        values.AddRange([before is null ? filter.Paging.Skipped : 0, filter.Paging.Size]);
        sql.Append(Invariant(
            $" {Newest} offset ${values.Count - 1} limit ${values.Count}) t {Newest}"));
        return database.Statement(sql.ToString(), [.. values]);

        void Narrow(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                sql.Append(" and ").Append(condition.Replace("{0}", Invariant($"{values.Count}"), StringComparison.Ordinal));
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static ServiceRequest Request(NpgsqlDataReader r)
    {
        var (published, staffs) = (r.TextOrNull(4), r.TextOrNull(5));
        return new ServiceRequest(
            r.GetGuid(0),
            r.GetString(1),
            WireName.Parse<TicketStatus>(r.GetString(2)),
            r.GetString(3),
            published ?? staffs,
            published is null ? null : staffs,
            Publication.PlaceOf(
                WireName.Parse<Channel>(r.GetString(12)),
                r.IsDBNull(6) && r.IsDBNull(8)
                    ? null
                    : new Place(r.ValueOrNull<double>(6), r.ValueOrNull<double>(7), r.TextOrNull(8))),
            r.Time(9),
            r.Time(10),
            r.TextOrNull(11) is { } answers
                ? JsonSerializer.Deserialize(answers, AnswersJson.Default.IReadOnlyListTicketAnswer)!
                : [],
            r.GetFieldValue<Guid[]>(13));
    }
}
