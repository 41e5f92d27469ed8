using CleanFte.Application.Conversations;
using CleanFte.Application.Metrics;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class TimerTests(FaultServer server)
{
    [Fact]
    public async Task A_conversation_nobody_writes_in_is_closed_after_72_hours_and_not_before()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var idle = await OpenWithTimer(shop);
        shop.Clock.Move(Conversation.IdleLimit - TimeSpan.FromMinutes(1));
        var busy = await OpenWithTimer(shop);
        await Fire(shop);
        (await shop.Ask<long>("select count(*) from inbox")).ShouldBe([0]);

        shop.Clock.Move(TimeSpan.FromMinutes(2));
        await Fire(shop);
        (await shop.Events(idle)).ShouldContain("conversation_closed");
        (await shop.Events(busy)).ShouldNotContain("conversation_closed");
        (await shop.Ask<Guid>("select stream_id from timers")).ShouldBe([busy.Value]);
    }

    [Fact]
    public async Task A_timer_that_fires_in_a_conversation_somebody_wrote_in_is_set_anew()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var id = await OpenWithTimer(shop);
        shop.Clock.Move(TimeSpan.FromHours(40));
        await Write(shop, id);
        shop.Clock.Move(TimeSpan.FromHours(40));
        await Fire(shop);
        (await shop.Events(id)).ShouldNotContain("conversation_closed");
        (await shop.Ask<Guid>("select stream_id from timers")).ShouldBe([id.Value]);

        shop.Clock.Move(TimeSpan.FromHours(40));
        await Fire(shop);
        (await shop.Events(id)).ShouldContain("conversation_closed");
    }

    [Fact]
    public async Task The_sweep_behind_the_horizon_keeps_the_ledgers_sum()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.Record("ana", [.. Enumerable.Range(0, 40).Select(i => $"m:{i}")]);
        await shop.Ask<int>("""
            with aged as (
                update inbox_elements set received_at = now() - make_interval(days => (id % 10)::int))
            update inbox set state = (id % 4)::smallint returning 1
            """);
        var queries = shop.Get<ILedgerQueries>();
        var before = await queries.Balances(Workshop.Tenant, CancellationToken.None);
        var sweeper = shop.Worker<Housekeeping>();
        await sweeper.Sweep(CancellationToken.None);
        await sweeper.Sweep(CancellationToken.None);

        var left = (await shop.Ask<long>("select count(*) from inbox")).Single();
        left.ShouldBeLessThan(40);
        (await shop.Ask<long>("select count(*) from inbox where state in (0, 3)"))
            .ShouldBe([20], "what is open is never removed");
        (await queries.Balances(Workshop.Tenant, CancellationToken.None)).ShouldBe(before);
    }

    private static async Task<ConversationId> OpenWithTimer(Workshop shop)
    {
        var id = await shop.OpenConversation();
        var session = shop.Session();
        await session.Load<Conversation>(id, CancellationToken.None);
        session.Schedule(CloseIdleConversation.Timer(id, shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
        return id;
    }

    private static async Task Write(Workshop shop, ConversationId id)
    {
        var now = shop.Clock.GetUtcNow();
        var session = shop.Session();
        await session.Load<Conversation>(id, CancellationToken.None);
        var message = Guid.CreateVersion7(now);
        session.Append<Conversation>(id, ConversationDecider.Receive(
            new MessageReceived(message, "SM1", Channel.Whatsapp, "still there?", null, [], null, now, now),
            new MessageAssessed(message, Channel.Whatsapp, "en", null, [], now)));
        await session.Save(CancellationToken.None);
    }

    /// <summary>Runs the timers and the worker until all that was due is done.</summary>
    internal static async Task Fire(Workshop shop)
    {
        var timers = shop.Worker<TimerLoop>();
        var worker = shop.Worker<InboxWorker>();
        await timers.StartAsync(CancellationToken.None);
        await worker.StartAsync(CancellationToken.None);
        await Wait.Until(
            async () => (await shop.Ask<bool>(
                "select not exists (select from timers where due <= @Now) and not exists (select from inbox where state = 0)",
                new { Now = shop.Clock.GetUtcNow() })).Single(),
            "the timers have fired");
        await timers.StopAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);
    }
}
