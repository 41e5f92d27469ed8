using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>A stop in the middle of work costs nothing: what is begun is finished or handed back.</summary>
public sealed class ShutdownTests(ShutdownTests.StoppedHost host) : IClassFixture<ShutdownTests.StoppedHost>
{
    private const int Citizens = 20;

    [Fact]
    public async Task What_is_not_finished_is_handed_back_without_a_mark_and_done_by_the_next()
    {
        var citizens = Enumerable.Range(0, Citizens).Select(_ => new Citizen(host)).ToArray();
        await using (var connection = await host.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Nobody is recognised while this is held, so that all of them are under way when the stop comes.
            await using var hold = connection.CreateCommand();
            hold.CommandText = "lock table customer_identifiers in access exclusive mode";
            await hold.ExecuteNonQueryAsync();
            await Task.WhenAll(citizens.Select(async c => (await c.Write("There is a pothole")).Status.ShouldBe(200)));
            await Wait.Until(
                async () => await host.Scalar<long>(Count("owner is not null")) == Citizens, "all are under way");

            await host.Host.App.StopAsync();

            (await host.Scalar<long>(Count("tries = 0 and crashes = 0 and owner is null"))).ShouldBe(Citizens);
        }

        await using var next = await host.Start();
        await Wait.Until(() => citizens.All(c => c.Replies.Count > 0), "everybody is answered");
        await citizens[0].AllIsDone();
        citizens.ShouldAllBe(c => c.Replies.Count == 1);
        (await host.Scalar<long>("select count(*) from tickets")).ShouldBe(Citizens);
        (await host.Scalar<long>("select count(*) from inbox where account = 'main' and state <> 1")).ShouldBe(0);
        await next.App.StopAsync();
    }

    private static string Count(string condition) =>
        $"select count(*) from inbox where account = 'main' and state = 0 and {condition}";

    public sealed class StoppedHost : RunningHost;
}
