using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="ISenders"/>
internal sealed class Senders : ISenders
{
    private const int Lanes = 2;
    private const int MaxBatch = 100;

    private const string Sql = """
        select k.ordinal, i.customer_id, c.id
        from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[])
            with ordinality k (tenant_id, account, kind, value, ordinal)
        join customer_identifiers i on i.tenant_id = k.tenant_id and i.kind = k.kind and i.value = k.value
            and i.linked and i.verification = 'verified'
        left join conversations c on c.tenant_id = k.tenant_id and c.customer_id = i.customer_id
            and c.account = k.account and not c.closed
        """;

    /// <summary>
    /// A claim leads to nobody but who made it on this account: to the conversation that it began. What a form claims is
    /// somebody else's.
    /// </summary>
    private const string ClaimSql = """
        select i.customer_id, c.id
        from customer_identifiers i
        join conversations c on c.tenant_id = i.tenant_id and c.customer_id = i.customer_id and c.account = $2 and not c.closed
            and not c.begun_by_us
        where i.tenant_id = $1 and i.kind = $3 and i.value = $4 and i.linked and i.verification = 'claimed'
        order by c.opened_at desc limit 1
        """;

    private const string OpenSql =
        "select id from conversations where tenant_id = $1 and account = $2 and customer_id = $3 and not closed";

    private const string ClaimsSql = """
        select count(*) from customer_identifiers
        where tenant_id = $1 and kind = $2 and folded_address(value) = folded_address($3) and verification = 'claimed' and at > $4
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Coalescer<(string Tenant, string Account, string Kind, string Value), KnownSender> _finds;

    public Senders(NpgsqlDataSource database)
    {
        _database = database;
        _finds = new(Lanes, MaxBatch, Read);
    }

    public async Task<Guid?> Open(string tenant, string account, Guid customer, CancellationToken ct) =>
        (await _database.Statement(OpenSql, tenant, account, customer).Rows(r => r.GetGuid(0), ct)) is [var open] ? open : null;

    public async Task<long> Claims(string tenant, Identifier identifier, DateTimeOffset since, CancellationToken ct) =>
        (await _database.Statement(
            ClaimsSql, tenant, WireName.Of(identifier.Kind), identifier.Value, since.ToUniversalTime())
            .Rows(r => r.GetInt64(0), ct))[0];

    public async Task<KnownSender> Find(string tenant, string account, Identifier identifier, CancellationToken ct)
    {
        var kind = WireName.Of(identifier.Kind);
        if (identifier.Verification == Verification.Verified)
        {
            return await _finds.Run((tenant, account, kind, identifier.Value)).WaitAsync(ct);
        }

        var found = await _database.Statement(ClaimSql, tenant, account, kind, identifier.Value)
            .Rows(r => new KnownSender(r.GetGuid(0), r.GetGuid(1)), ct);
        return found is [var known] ? known : default;
    }

    private async Task Read(
        IReadOnlyList<Coalesced<(string Tenant, string Account, string Kind, string Value), KnownSender>> finds)
    {
        await using var command = _database.CreateCommand(Sql);
        command.Parameters.Add(Of(finds.Select(f => f.Item.Tenant)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.Account)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.Kind)));
        command.Parameters.Add(Of(finds.Select(f => f.Item.Value)));
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                finds[(int)reader.GetInt64(0) - 1].Complete(new KnownSender(
                    reader.GetGuid(1), await reader.IsDBNullAsync(2) ? null : reader.GetGuid(2)));
            }
        }

        foreach (var find in finds)
        {
            find.Complete(default);
        }
    }

    private static NpgsqlParameter<string[]> Of(IEnumerable<string> values) => new() { TypedValue = [.. values] };
}
