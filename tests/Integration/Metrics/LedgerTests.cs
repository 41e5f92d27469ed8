using CleanFte.Application.Metrics;

namespace CleanFte.Integration.Metrics;

[Collection(nameof(QueryFixture))]
public sealed class LedgerTests(QueryFixture fixture)
{
    [Fact]
    public async Task Received_is_the_sum_of_what_became_of_it_removed_rows_included()
    {
        var (tenant, other) = (QueryFixture.NewTenant(), QueryFixture.NewTenant());
        await Insert(tenant, "whatsapp", 1, 3);
        await Insert(tenant, "whatsapp", 0, 2);
        await Insert(tenant, "whatsapp", 3, 1);
        await Insert(tenant, "email", 2, 1);
        await Insert(other, "whatsapp", 1, 9);
        await fixture.Execute("insert into inbox_totals values ($1, 'whatsapp', 1, 100), ($1, 'rest', 2, 5)", tenant);
        await fixture.Execute("insert into inbox_totals values ($1, 'rest', 2, 7)", other);

        var balances = (await fixture.Send(tenant, new ShowLedger())).Value!;

        balances.ShouldBe(
        [
            new LedgerBalance("email", 0, 1, 0, 0),
            new LedgerBalance("rest", 0, 5, 0, 0),
            new LedgerBalance("whatsapp", 103, 0, 1, 2),
        ]);
        balances[^1].Received.ShouldBe(106);
    }

    private Task Insert(string tenant, string channel, int state, int count) => fixture.Execute(
        """
        with received as (
            insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)
            select $1, 'a', $2, gen_random_uuid()::text, 1, '' from generate_series(1, $4) returning *)
        insert into inbox (id, tenant_id, account, channel, lane, state)
        select id, tenant_id, account, channel, lane, $3 from received
        """,
        tenant, channel, (short)state, count);
}
