using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels.Waha;
using Npgsql;

namespace CleanFte.Infrastructure.Customers;

/// <inheritdoc cref="ICustomerQueries"/>
internal sealed class CustomerQueries(NpgsqlDataSource database) : ICustomerQueries
{
    /// <summary>Customers who may share a claimed identifier in one answer.</summary>
    private const int MaxFound = 50;

    /// <summary>A customer's tree, the root first: everybody he is.</summary>
    /// <param name="customer">The parameter that holds the customer; the tenant is $1.</param>
    internal static string Person(string customer) => $"""
        with recursive path as (
            select id, merged_into from customers where tenant_id = $1 and id = {customer}
            union
            select c.id, c.merged_into from path p join customers c on c.tenant_id = $1 and c.id = p.merged_into),
        person as (
            select id from path where merged_into is null
            union
            select c.id from person p join customers c on c.tenant_id = $1 and c.merged_into = p.id)
        """;

    /// <summary>
    /// Parts of one reply share their moment, and so may messages recorded in one commit: within a conversation the
    /// version and the position tell which came first. Each customer's are an index's order, of which only the page is read.
    /// </summary>
    private static string History(string more, string order) => $"""
        {Person("$2")}
        select m.id, m.conversation_id, m.ticket_id, m.channel, m.direction, m.author,
            case when x.revoked then '' else coalesce(x.text, m.text) end, m.media_count, d.status, m.at,
            coalesce(x.edited, false), coalesce(x.revoked, false), x.reaction, m.files::text
        from (
            select l.* from person p
            cross join lateral (
                select m.* from messages m where m.tenant_id = $1 and m.customer_id = p.id {more} {order}) l) m
        left join deliveries d on d.tenant_id = m.tenant_id and d.part_id = m.id
        left join lateral (
            select bool_or(x.kind = 'edited') as edited, bool_or(x.kind = 'revoked') as revoked,
                max(x.value) filter (where x.kind = 'edited') as text, max(x.value) filter (where x.kind = 'reacted') as reaction
            from message_changes x where x.tenant_id = m.tenant_id and x.message_id = m.id) x on true
        {order}
        """;

    private const string AfterCursor = """
         and m.at >= $4 and (m.at, m.version, m.position, m.id) > (
            select c.at, c.version, c.position, c.id from messages c where c.tenant_id = $1 and c.id = $5)
        """;

    private const string InOrder = "order by m.at, m.version, m.position, m.id limit $3";

    private static readonly string FirstPageSql = History("", InOrder);

    private static readonly string NextPageSql = History(AfterCursor, InOrder);

    private static readonly string LatestSql =
        History("", "order by m.at desc, m.version desc, m.position desc, m.id desc limit $3");

    private static readonly string FindSql = $"""
        {Person("$2")}
        select c.id, c.name, c.created_at, i.kind, i.value, i.verification, c.merged_into, c.blocked_at
        from customers c
        left join customer_identifiers i on i.tenant_id = c.tenant_id and i.customer_id = c.id and i.linked
        where c.tenant_id = $1 and c.id in (select id from person)
        order by i.at, i.kind, i.value
        """;

    private static readonly string FindByIdentifierSql = $"""
        with found as (
            select f.customer_id, bool_or(f.verification = 'verified') as verified
            from unnest($2::varchar[], $3::varchar[]) k (kind, value)
            join customer_identifiers f on f.tenant_id = $1 and f.kind = k.kind and f.value = k.value and f.linked
            group by f.customer_id
            order by verified desc, f.customer_id
            limit $4),
        blocked as (
            select found.customer_id, (
                {Person("found.customer_id")}
                select min(b.blocked_at) from customers b where b.tenant_id = $1 and b.id in (select id from person)) as at
            from found)
        select c.id, c.name, c.created_at, i.kind, i.value, i.verification, c.merged_into, blocked.at
        from found
        join blocked on blocked.customer_id = found.customer_id
        join customers c on c.tenant_id = $1 and c.id = found.customer_id
        left join customer_identifiers i on i.tenant_id = c.tenant_id and i.customer_id = c.id and i.linked
        order by found.verified desc, c.id, i.at, i.kind, i.value
        """;

    public async Task<HistoryPage?> History(string tenant, ShowCustomerHistory query, CancellationToken ct)
    {
        var messages = await HistoryStatement(tenant, query).Rows(MessageOf, ct);
        if (messages.Count == 0 && await Find(tenant, query.Customer, ct) is null)
        {
            return null;
        }

        if (messages.Count <= query.Limit)
        {
            return new HistoryPage(messages, null);
        }

        var page = messages[..query.Limit];
        return new HistoryPage(page, new HistoryCursor(page[^1].At, page[^1].Id));
    }

    public async Task<IReadOnlyList<HistoryMessage>> Latest(
        string tenant, Guid customer, int limit, CancellationToken ct)
    {
        var messages = await database.Statement(LatestSql, tenant, customer, limit).Rows(MessageOf, ct);
        messages.Reverse();
        return messages;
    }

    public async Task<IReadOnlyList<CustomerView>> FindByIdentifier(
        string tenant, string identifier, IReadOnlyList<string> accounts, CancellationToken ct)
    {
        var (kinds, values) = SpellingsOf(identifier, accounts);
        return await Customers(database.Statement(FindByIdentifierSql, tenant, kinds, values, MaxFound), ct);
    }

    public async Task<CustomerView?> Find(string tenant, Guid customer, CancellationToken ct)
    {
        var person = await Customers(database.Statement(FindSql, tenant, customer), ct);
        return person.FirstOrDefault(c => c.Id == customer) is { } own
            ? own with
            {
                Name = own.Name ?? person.Select(c => c.Name).FirstOrDefault(n => n is not null),
                Identifiers = [.. person.SelectMany(c => c.Identifiers).Distinct()],
                BlockedAt = person.Min(c => c.BlockedAt),
                Person = [.. person.OrderBy(c => c.MergedInto is null ? 0 : 1).Select(c => c.Id)],
            }
            : null;
    }

    internal NpgsqlCommand HistoryStatement(string tenant, ShowCustomerHistory query) => query.After is { } after
        ? database.Statement(
            NextPageSql, tenant, query.Customer, query.Limit + 1, after.At.ToUniversalTime(),
            after.Id)
        : database.Statement(FirstPageSql, tenant, query.Customer, query.Limit + 1);

    /// <summary>
    /// A phone number and an e-mail address are looked for as we spell them, a WhatsApp address (<c>whatsapp:+34…</c>,
    /// <c>34…@c.us</c>, <c>…@lid</c>) as what it means, and an id that WhatsApp gives as each account knows it. Digits alone may be
    /// any of these. An integrator's id has no other spelling, and may look like all of them.
    /// </summary>
    private static (string[] Kinds, string[] Values) SpellingsOf(string identifier, IReadOnlyList<string> accounts)
    {
        var raw = StorableText.Clean(identifier.Trim());
        var bare = raw.StartsWith(WahaChat.Scheme, StringComparison.OrdinalIgnoreCase) ? raw[WahaChat.Scheme.Length..] : raw;
        var chat = WahaChat.Of(bare.ToLowerInvariant());
        var id = chat.IsPerson ? chat.Digits : bare;
        var spellings = new List<(IdentifierKind Kind, string Value)>
        {
            (IdentifierKind.WhatsappUser, raw), (IdentifierKind.Lid, raw), (IdentifierKind.External, raw),
        };
        if (chat.Kind != ChatKind.Phone)
        {
            spellings.AddRange(accounts.Select(account => (IdentifierKind.WhatsappUser, $"{account}:{id}")));
            spellings.AddRange(accounts.Select(account => (IdentifierKind.Lid, $"{account}:{id}")));
        }

        if (chat.Kind != ChatKind.Lid
            && (PhoneNumber.TryParse(id, out var phone) || id.All(char.IsAsciiDigit) && PhoneNumber.TryParse($"+{id}", out phone)))
        {
            spellings.Add((IdentifierKind.Phone, phone.Value));
        }

        if (EmailAddress.TryParse(raw, out var email))
        {
            spellings.Add((IdentifierKind.Email, email.Value));
        }

        return ([.. spellings.Select(s => WireName.Of(s.Kind))], [.. spellings.Select(s => s.Value)]);
    }

    private static async Task<IReadOnlyList<CustomerView>> Customers(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = await command.Rows(
            r => (
                Id: r.GetGuid(0),
                Name: r.TextOrNull(1),
                CreatedAt: r.Time(2),
                Identifier: r.IsDBNull(3) ? null : new IdentifierView(r.GetString(3), r.GetString(4), r.GetString(5)),
                MergedInto: r.ValueOrNull<Guid>(6),
                BlockedAt: r.ValueOrNull<DateTimeOffset>(7)),
            ct);
        return
        [
            .. rows.GroupBy(r => (r.Id, r.Name, r.CreatedAt, r.MergedInto, r.BlockedAt)).Select(c => new CustomerView(
                c.Key.Id, c.Key.Name, c.Key.CreatedAt, [.. c.Select(r => r.Identifier).OfType<IdentifierView>()],
                c.Key.MergedInto, c.Key.BlockedAt)),
        ];
    }

    private static HistoryMessage MessageOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.ValueOrNull<Guid>(1), r.ValueOrNull<Guid>(2), r.GetString(3), r.GetString(4), r.GetString(5),
        r.GetString(6), r.GetInt32(7), r.TextOrNull(8), r.Time(9), r.GetBoolean(10), r.GetBoolean(11),
        r.TextOrNull(12), SentFile.Read(r.TextOrNull(13)));
}
