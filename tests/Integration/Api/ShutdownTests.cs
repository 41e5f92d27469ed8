using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>A stop in the middle of work costs nothing: what is begun is finished or handed back.</summary>
public sealed class ShutdownTests(ShutdownTests.StoppedHost host) : IClassFixture<ShutdownTests.StoppedHost>
{
    private const int Citizens = 200;

    [Fact]
    public async Task What_is_not_finished_is_handed_back_without_a_mark_and_done_by_the_next()
    {
        var citizens = Enumerable.Range(0, Citizens).Select(_ => new Citizen(host)).ToArray();
        await Task.WhenAll(citizens.Select(async c => (await c.Write("There is a pothole")).Status.ShouldBe(200)));

        await host.Host.App.StopAsync();

        (await host.Scalar<long>("select count(*) from inbox where state = 0 and (tries > 0 or crashes > 0 or owner is not null)"))
            .ShouldBe(0);
        (await host.Scalar<long>("select count(*) from outbox where state = 0 and (tries > 0 or uncertain or owner is not null)"))
            .ShouldBe(0);

        await using var next = await host.Start();
        await Wait.Until(() => citizens.All(c => c.Replies.Count > 0), "everybody is answered");
        await citizens[0].AllIsDone();
        citizens.ShouldAllBe(c => c.Replies.Count == 1);
        (await host.Scalar<long>("select count(*) from tickets")).ShouldBe(Citizens);
        (await host.Scalar<long>("select count(*) from inbox where account = 'main' and state <> 1")).ShouldBe(0);
        await next.App.StopAsync();
    }

    public sealed class StoppedHost : RunningHost;
}
