using CleanFte.Application.Ports;
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

    private readonly NpgsqlDataSource _database;
    private readonly Coalescer<(string Tenant, string Account, string Kind, string Value), KnownSender> _finds;

    public Senders(NpgsqlDataSource database)
    {
        _database = database;
        _finds = new(Lanes, MaxBatch, Read);
    }

    public Task<KnownSender> Find(string tenant, string account, string kind, string value, CancellationToken ct) =>
        _finds.Run((tenant, account, kind, value)).WaitAsync(ct);

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
