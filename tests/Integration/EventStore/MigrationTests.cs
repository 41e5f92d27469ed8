using CleanFte.Infrastructure.Schema;
using Npgsql;

namespace CleanFte.Integration.EventStore;

/// <summary>A database of an earlier version keeps all it has.</summary>
public sealed class MigrationTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task What_was_recorded_before_the_ledger_was_split_is_all_there_and_goes_on()
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, SearchPath = "earlier" };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await Run("create schema earlier");
        foreach (var script in Migrations.Scripts().Where(s => string.CompareOrdinal(s, "0007") < 0))
        {
            await Run(await Migrations.Read(script, CancellationToken.None));
        }

        await Run("""
            insert into inbox (tenant_id, account, channel, element_key, lane, payload, state, crashes)
            select 'default', 'main', 'whatsapp', 'm:' || n, n, 'x', n % 4, n % 2 from generate_series(1, 9) n;
            delete from inbox where id = 1
            """);
        var split = Migrations.Scripts().Single(s => s.StartsWith("0007", StringComparison.Ordinal));
        await Run(await Migrations.Read(split, CancellationToken.None));

        (await One("select string_agg(element_key || '/' || state || '/' || crashes, ' ' order by id) "
            + "from inbox join inbox_elements using (id, tenant_id, account, channel, lane)"))
            .ShouldBe("m:2/2/0 m:3/3/1 m:4/0/0 m:5/1/1 m:6/2/0 m:7/3/1 m:8/0/0 m:9/1/1");
        (await One("insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload) "
            + "values ('default', 'main', 'whatsapp', 'm:10', 1, 'x') returning id::text")).ShouldBe("10");

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        async Task<object?> One(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }
}
