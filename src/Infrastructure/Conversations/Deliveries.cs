using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="IDeliveries"/>
internal sealed class Deliveries : IDeliveries, IDisposable
{
    private const int Lanes = 2;
    private const int MaxBatch = 100;

    /// <summary>By our own id where the provider hands it back, else by what the provider called the message.</summary>
    private const string Sql = """
        select k.ordinal, m.id, m.conversation_id, d.provider_message_id, c.erased_at is not null
        from unnest($1::varchar[], $2::varchar[], $3::uuid[], $4::varchar[])
            with ordinality k (tenant_id, account, part_id, provider_message_id, ordinal)
        join lateral (
            select k.part_id as id where k.part_id is not null
            union all
            select f.part_id from deliveries f
            where k.part_id is null and f.tenant_id = k.tenant_id and f.account = k.account
                and f.provider_message_id = k.provider_message_id) p on true
        join messages m on m.tenant_id = k.tenant_id and m.id = p.id and m.account = k.account and m.direction = 'out'
        join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
        left join deliveries d on d.tenant_id = k.tenant_id and d.part_id = m.id
        """;

    private const string OthersSql = """
        select d.provider_message_id
        from messages m
        join deliveries d on d.tenant_id = m.tenant_id and d.part_id = m.id
        where m.tenant_id = $1 and m.conversation_id = $2 and m.direction = 'out' and m.id <> $3
            and d.provider_message_id is not null
        """;

    private const string UnsentSql = """
        select part_id from outbox
        where tenant_id = $1 and conversation_id = $2 and author = 'agent' and state in (0, 2) and lease is null
            and not uncertain
        order by id
        """;

    private const string UnderWaySql = """
        select exists (
            select from outbox
            where tenant_id = $1 and (conversation_id = $2 or (account = $3 and recipient = any($4)))
                and state < 1 and (lease is not null or uncertain))
        """;

    /// <summary>Messages whose later statuses need no look: what is known of a sent message does not change.</summary>
    private const int MaxKnown = 50_000;

    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxKnown });
    private readonly NpgsqlDataSource _database;
    private readonly Coalescer<(string Tenant, string Account, Guid? Part, string ProviderMessageId),
        KnownDelivery?> _finds;

    public Deliveries(NpgsqlDataSource database, Signals signals)
    {
        _database = database;
        signals.Erased += _known.Clear;
        _finds = new(Lanes, MaxBatch, Read);
    }

    public async Task<KnownDelivery?> Find(
        string tenant, string account, Guid? part, string providerMessageId, CancellationToken ct)
    {
        var key = (tenant, account, part, providerMessageId);
        if (_known.TryGetValue(key, out KnownDelivery? known))
        {
            return known;
        }

        known = await _finds.Run(key).WaitAsync(ct);
        if (known?.ProviderMessageId is not null)
        {
            _known.Set(key, known, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = KnownFor });
        }

        return known;
    }

    public async Task<IReadOnlySet<string>> Others(string tenant, Guid conversation, Guid part, CancellationToken ct) =>
        (await _database.Statement(OthersSql, tenant, conversation, part).Rows(r => r.GetString(0), ct)).ToHashSet();

    public async Task<IReadOnlyList<Guid>> Unsent(string tenant, Guid conversation, CancellationToken ct) =>
        await _database.Statement(UnsentSql, tenant, conversation).Rows(r => r.GetGuid(0), ct);

    public Task<bool> IsUnderWay(
        string tenant, Guid conversation, string account, IReadOnlyList<string> recipients, CancellationToken ct) =>
        _database.Statement(UnderWaySql, tenant, conversation, account, recipients.ToArray()).IsTrue(ct);

    public void Dispose() => _known.Dispose();

    private async Task Read(
        IReadOnlyList<Coalesced<(string Tenant, string Account, Guid? Part, string ProviderMessageId),
        KnownDelivery?>> finds)
    {
        await using var command = _database.CreateCommand(Sql);
        command.Parameters.Add(Of(finds.Select(f => f.Item.Tenant)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.Account)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.Part)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.ProviderMessageId)));
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                finds[(int)reader.GetInt64(0) - 1].Complete(new KnownDelivery(
                    reader.GetGuid(1),
                    reader.GetGuid(2),
                    await reader.IsDBNullAsync(3) ? null : reader.GetString(3),
                    reader.GetBoolean(4)));
            }
        }

        foreach (var find in finds)
        {
            find.Complete(null);
        }
    }

    private static NpgsqlParameter<T[]> Of<T>(IEnumerable<T> values) => new() { TypedValue = [.. values] };
}
