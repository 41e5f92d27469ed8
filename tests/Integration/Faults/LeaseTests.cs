using System.Globalization;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Infrastructure.Messaging;
using Npgsql;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class LeaseTests(FaultServer server)
{
    [Fact]
    public async Task A_worker_that_lost_its_lease_cannot_save()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var conversation = await shop.OpenConversation();
        await shop.Record("ana", "m:1");
        var late = (await shop.Claim()).ShouldHaveSingleItem().Rows[0];

        await shop.Ask<int>("update inbox set due = now() - interval '1 second' returning 1");
        (await shop.Inbox.Reap([], CancellationToken.None)).ShouldBe(1);
        var heir = (await shop.Inbox.ClaimCrashed(CancellationToken.None)).ShouldNotBeNull().Rows[0];

        await Should.ThrowAsync<LostLeaseException>(Finish(late));
        await Finish(heir);
        (await shop.Ask<short>("select state from inbox")).ShouldBe([(short)1]);
        (await shop.Events(conversation)).Count(e => e == "handed_over").ShouldBe(1);

        async Task Finish(LedgerRow row)
        {
            var session = shop.Session();
            var state = (await session.Load<Conversation>(conversation, CancellationToken.None))!;
            session.Append<Conversation>(
                conversation, ConversationDecider.HandOver(state, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, shop.Clock.GetUtcNow()));
            session.Finish(row, LedgerEnd.Processed);
            await session.Save(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_handled_failure_counts_a_try_and_waits_and_keeps_its_place_in_the_lane()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.Record("ana", "m:1", "m:2");
        var unit = (await shop.Claim()).ShouldHaveSingleItem();
        unit.Rows.Select(r => r.ElementKey).ShouldBe(["m:1", "m:2"]);

        await shop.Inbox.Release(unit, true, "Boom", TimeSpan.FromMinutes(1), CancellationToken.None);
        (await shop.Claim()).ShouldBeEmpty("the lane waits");
        await shop.Record("ana", "m:3");
        (await shop.Claim()).ShouldBeEmpty("what came later does not overtake");

        foreach (var key in (string[])["m:1", "m:2"])
        {
            await shop.Ask<int>("update inbox set due = now() returning 1");
            var alone = (await shop.Claim()).ShouldHaveSingleItem().Rows
                .ShouldHaveSingleItem("rows that failed go one by one");
            (alone.ElementKey, alone.Tries).ShouldBe((key, 1));
            await Process(shop, alone);
        }

        (await shop.Claim()).ShouldHaveSingleItem().Rows.ShouldHaveSingleItem().ElementKey.ShouldBe("m:3");
    }

    [Fact]
    public async Task What_is_handed_back_at_a_stop_counts_nothing()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.Record("ana", "m:1");
        await shop.Claim();
        await shop.Inbox.HandBack(CancellationToken.None);

        var row = (await shop.Claim()).ShouldHaveSingleItem().Rows[0];
        (row.Tries, row.Crashes).ShouldBe((0, 0));
    }

    /// <summary>A save that waits for a lock may take longer than the process may: what it holds ends with it.</summary>
    [Fact]
    public async Task A_row_that_a_save_has_locked_does_not_hold_up_the_hand_back_of_others()
    {
        var database = await server.CreateDatabase();
        await using var shop = await Workshop.Open(database);
        await shop.Record("ana", "m:1");
        await shop.Record("ben", "m:2");
        var locked = (await shop.Claim()).Single(u => u.Rows[0].ElementKey == "m:1").Rows[0];
        await using var saving = new NpgsqlConnection(database);
        await saving.OpenAsync();
        await using var transaction = await saving.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"select from inbox where id = {locked.Id} for update", saving);
        await hold.ExecuteNonQueryAsync();

        await shop.Inbox.HandBack(CancellationToken.None).WaitAsync(Wait.Limit);

        (await shop.Claim()).ShouldHaveSingleItem().Rows[0].ElementKey.ShouldBe("m:2");
    }

    [Fact]
    public async Task A_claim_tells_whether_anything_due_was_left()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.Record("ana", "m:1");
        await shop.Record("ben", "m:2");
        var first = await shop.Inbox.Claim(1, CancellationToken.None);
        (first.Units.Count, first.More).ShouldBe((1, true), "ben waits");
        var second = await shop.Inbox.Claim(1, CancellationToken.None);
        (second.Units.Count, second.More).ShouldBe((1, false));
        await shop.Record("ana", "m:3");
        var third = await shop.Inbox.Claim(1, CancellationToken.None);
        (third.Units.Count, third.More).ShouldBe((0, true), "ana's second waits behind her first");
        third.Crashed.ShouldBeFalse();

        await shop.Inbox.Reap([shop.Get<Instance>().Id], CancellationToken.None);
        (await shop.Inbox.Claim(1, CancellationToken.None)).Crashed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_dead_process_counts_a_crash_for_its_rows_only_and_they_are_run_one_at_a_time()
    {
        var database = await server.CreateDatabase();
        await using var alive = await Workshop.Open(database);
        await using var dying = await Workshop.Open(database);
        await alive.Record("ana", "m:1", "m:2");
        await dying.Claim();
        await alive.Record("ben", "m:3");
        await alive.Claim();
        (await alive.Inbox.Reap([dying.Get<Instance>().Id], CancellationToken.None)).ShouldBe(2);
        (await alive.Ask<string>("select element_key from inbox join inbox_elements using (id) where crashes = 1 order by id"))
            .ShouldBe(["m:1", "m:2"]);
        (await alive.Claim()).ShouldBeEmpty("crashed rows have a claim of their own");
        var first = (await alive.Inbox.ClaimCrashed(CancellationToken.None)).ShouldNotBeNull()
            .Rows.ShouldHaveSingleItem();
        first.ElementKey.ShouldBe("m:1");
        (await alive.Inbox.ClaimCrashed(CancellationToken.None)).ShouldBeNull("the lane keeps its order");
        await Process(alive, first);
        (await alive.Inbox.ClaimCrashed(CancellationToken.None)).ShouldNotBeNull().Rows[0].ElementKey.ShouldBe("m:2");
    }

    /// <summary>Two processes fail and finish at random; a lane is never in two hands and keeps its order.</summary>
    [Fact]
    public async Task Two_processes_never_run_one_lane_at_the_same_time()
    {
        const int lanes = 12;
        const int perLane = 25;
        var seed = Environment.TickCount;
        var database = await server.CreateDatabase();
        await using var one = await Workshop.Open(database);
        await using var two = await Workshop.Open(database);
        for (var i = 0; i < perLane; i++)
        {
            await one.Record("x", $"m:x:{i}");
            await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => one.Record($"{lane}", $"m:{lane}:{i:000}")));
        }

        using var over = new CancellationTokenSource(Wait.Limit);
        var held = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var done = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker =>
            Task.Run(() => Work(worker % 2 == 0 ? one : two, new Random(seed + worker)))));

        done.Count.ShouldBe((lanes + 1) * perLane);
        foreach (var lane in done.GroupBy(LaneOf))
        {
            lane.Select(key => int.Parse(key.Split(':')[2], CultureInfo.InvariantCulture)).ShouldBeInOrder();
        }

        async Task Work(Workshop shop, Random random)
        {
            while (done.Count < (lanes + 1) * perLane && !over.IsCancellationRequested)
            {
                foreach (var unit in (await shop.Inbox.Claim(3, CancellationToken.None)).Units)
                {
                    var lane = LaneOf(unit.Rows[0].ElementKey);
                    if (!held.TryAdd(lane, true))
                    {
                        await over.CancelAsync();
                        throw new InvalidOperationException($"Lane {lane} is in two hands, seed {seed}.");
                    }

                    var fails = random.Next(3) == 0;
                    foreach (var row in fails ? [] : unit.Rows)
                    {
                        done.Enqueue(row.ElementKey);
                    }

                    held.TryRemove(lane, out _);
                    await (fails
                        ? shop.Inbox.Release(unit, true, "Boom", TimeSpan.Zero, CancellationToken.None)
                        : Process(shop, [.. unit.Rows]));
                }
            }
        }
    }

    private static string LaneOf(string key) => key.Split(':')[1];

    private static async Task Process(Workshop shop, params LedgerRow[] rows)
    {
        var session = shop.Session();
        foreach (var row in rows)
        {
            session.Finish(row, LedgerEnd.Processed);
        }

        await session.Save(CancellationToken.None);
    }
}
