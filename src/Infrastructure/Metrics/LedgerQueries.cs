using CleanFte.Application.Metrics;
using Npgsql;

namespace CleanFte.Infrastructure.Metrics;

/// <inheritdoc cref="ILedgerQueries"/>
internal sealed class LedgerQueries(NpgsqlDataSource database) : ILedgerQueries
{
    /// <summary>One statement sees one moment, so a row that moves to the totals meanwhile is counted once.</summary>
    private const string Sql = """
        select channel,
            coalesce(sum(n) filter (where state = 1), 0)::bigint,
            coalesce(sum(n) filter (where state = 2), 0)::bigint,
            coalesce(sum(n) filter (where state = 3), 0)::bigint,
            coalesce(sum(n) filter (where state = 0), 0)::bigint
        from (
            select channel, state, count(*) as n from inbox where tenant_id = $1 group by channel, state
            union all
            select channel, state, removed from inbox_totals where tenant_id = $1) counts
        group by channel
        order by channel
        """;

    public async Task<IReadOnlyList<LedgerBalance>> Balances(string tenant, CancellationToken ct) =>
        await database.Statement(Sql, tenant).Rows(
            r => new LedgerBalance(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)), ct);
}
