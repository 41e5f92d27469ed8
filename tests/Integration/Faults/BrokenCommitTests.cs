using CleanFte.Application.Ports;
using CleanFte.Domain.Customers;

namespace CleanFte.Integration.Faults;

/// <summary>The session of a save is ended at any moment; a trigger makes the moments long enough to be hit.</summary>
[Collection(FaultTests.Name)]
public sealed class BrokenCommitTests(FaultServer server)
{
    private const string SlowCommit = """
        create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return null; end $$;
        create constraint trigger slow_commit after insert on customers deferrable initially deferred
            for each row execute function slow();
        """;

    private const string EndSavers = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
            and query not ilike '%pg_stat_activity%'
        """;

    [Fact]
    public async Task A_save_whose_session_is_ended_is_neither_doubled_nor_lost_nor_told_wrong()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.Ask<int>(SlowCommit);
        var told = new System.Collections.Concurrent.ConcurrentDictionary<Guid, bool>();
        using var enough = new CancellationTokenSource();
        var saves = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var id = CustomerId.New(shop.Clock.GetUtcNow());
                told[id] = await IsSaved(shop, id, $"+34{writer}{i:0000000}");
            }
        })).ToArray();
        var ended = 0L;
        while (!Task.WhenAll(saves).IsCompleted)
        {
            await Task.Delay(random.Next(120), CancellationToken.None);
            ended += (await shop.Ask<long>(EndSavers)).Single();
        }

        await Task.WhenAll(saves);
        ended.ShouldBeGreaterThan(5, "saves were interrupted");
        told.Values.ShouldContain(false, "some interrupted saves had not happened");
        var saved = await shop.Ask<Guid>("select stream_id from mt_events where type = 'customer_registered'");
        saved.Order().ShouldBe(told.Where(t => t.Value).Select(t => t.Key).Order(), $"seed {seed}");
    }

    private static async Task<bool> IsSaved(Workshop shop, CustomerId id, string number)
    {
        var session = shop.Session();
        session.Start<Customer>(id, CustomerDecider.Register(
            null, id, null, [new Identifier(IdentifierKind.Phone, number, Verification.Verified)], "line",
            shop.Clock.GetUtcNow()));
        try
        {
            await session.Save(CancellationToken.None).WaitAsync(Wait.Limit);
            return true;
        }
        catch (LostRaceException)
        {
            return false;
        }
    }
}
