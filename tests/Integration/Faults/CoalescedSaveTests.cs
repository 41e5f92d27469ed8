using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Team;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class CoalescedSaveTests(FaultServer server)
{
    [Fact]
    public async Task A_unit_that_violates_a_unique_index_takes_none_of_its_group_down()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await Register(shop, "+34600000000");
        var good = Enumerable.Range(1, 20).Select(i => Register(shop, $"+3461{i:0000000}")).ToArray();
        var bad = Register(shop, "+34600000000");
        var more = Enumerable.Range(1, 20).Select(i => Register(shop, $"+3462{i:0000000}")).ToArray();

        await Should.ThrowAsync<LostRaceException>(bad);
        await Task.WhenAll([.. good, .. more]);
        (await shop.Ask<long>("select count(*) from customers")).ShouldBe([41]);
    }

    [Fact]
    public async Task A_unit_that_cannot_even_be_written_takes_none_of_its_group_down()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var good = Enumerable.Range(1, 20).Select(i => Register(shop, $"+3461{i:0000000}")).ToArray();
        var bad = new[] { Register(shop, "+34600000001\0"), Register(shop, "+34600000002\ud800") };
        var more = Enumerable.Range(1, 20).Select(i => Register(shop, $"+3462{i:0000000}")).ToArray();

        foreach (var one in bad)
        {
            (await Should.ThrowAsync<Exception>(one)).ShouldNotBeOfType<LostRaceException>("trying again cannot help");
        }

        await Task.WhenAll([.. good, .. more]);
    }

    [Fact]
    public async Task A_unit_that_lost_a_race_is_left_out_and_the_others_are_saved()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var conversation = await shop.OpenConversation();
        var late = await HandOver(shop, conversation);
        await (await HandOver(shop, conversation)).Save(CancellationToken.None);

        var good = Enumerable.Range(1, 10).Select(i => Register(shop, $"+3461{i:0000000}")).ToArray();
        await Should.ThrowAsync<LostRaceException>(late.Save(CancellationToken.None));
        await Task.WhenAll(good);
        (await shop.Events(conversation)).Count(e => e == "handed_over").ShouldBe(1);
    }

    /// <summary>Two processes claim two identifiers in opposite order, so that PostgreSQL must end one of them.</summary>
    [Fact]
    public async Task A_deadlock_with_another_process_costs_a_unit_at_most_its_turn()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await using var other = await shop.Database.OpenConnectionAsync();
        await Run(other, "begin");
        await Run(other, Claim("+34600000002"));
        var beside = Enumerable.Range(1, 10).Select(i => Register(shop, $"+3461{i:0000000}")).ToArray();
        var victim = Register(shop, "+34600000001", "+34600000002");
        await Wait.Until(
            async () => (await shop.Ask<long>("select count(*) from pg_locks where not granted")).Single() > 0,
            "the unit waits for the other process");
        try
        {
            await Run(other, Claim("+34600000001"));
            await Run(other, "commit");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            await Run(other, "rollback");
        }

        await Task.WhenAll(beside);
        try
        {
            await victim;
        }
        catch (LostRaceException)
        {
            // PostgreSQL chose ours; its caller would decide anew.
        }

        static string Claim(string number) => $"""
            insert into customer_identifiers (tenant_id, customer_id, kind, value, verification, linked, at)
            values ('{Workshop.Tenant}', gen_random_uuid(), 'phone', '{number}', 'verified', true, now())
            """;
    }

    /// <summary>Writers in two processes race and collide at random; what each was told is what the log says.</summary>
    [Fact]
    public async Task What_each_unit_was_told_is_what_became_of_it()
    {
        var seed = Environment.TickCount;
        var database = await server.CreateDatabase();
        await using var one = await Workshop.Open(database);
        await using var two = await Workshop.Open(database);
        var conversations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => one.OpenConversation()));
        var told = new System.Collections.Concurrent.ConcurrentDictionary<Guid, bool>();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(writer => Task.Run(async () =>
        {
            var random = new Random(seed + writer);
            for (var i = 0; i < 40; i++)
            {
                var shop = random.Next(2) == 0 ? one : two;
                var mark = Guid.NewGuid();
                told[mark] = await IsSaved(Mark(shop, random, conversations, mark));
            }
        })));

        var saved = await one.Ask<Guid>("select (data ->> 'session')::uuid from mt_events where type = 'session_opened'");
        saved.Distinct().Count().ShouldBe(saved.Count, $"seed {seed}");
        saved.Order().ShouldBe(told.Where(t => t.Value).Select(t => t.Key).Order(), $"seed {seed}");
        (await one.Ask<Guid>("""
            select s.id from mt_streams s join mt_events e on e.stream_id = s.id
            group by s.id, s.version having count(*) <> s.version or max(e.version) <> s.version
            """)).ShouldBeEmpty($"seed {seed}");
    }

    /// <summary>Appends to one or two shared streams, and sometimes claims an identifier that others claim too.</summary>
    private static async Task Mark(Workshop shop, Random random, ConversationId[] conversations, Guid mark)
    {
        var session = shop.Session();
        var id = conversations[random.Next(conversations.Length)];
        await session.Load<Conversation>(id, CancellationToken.None);
        await session.Load<Conversation>(conversations[random.Next(conversations.Length)], CancellationToken.None);
        session.Append<Conversation>(
            id, ConversationDecider.OpenSession(new SessionOpened(mark, "roads", null, null, shop.Clock.GetUtcNow())));
        if (random.Next(4) == 0)
        {
            AddCustomer(shop, session, $"+3460000{random.Next(60):0000}");
        }

        await session.Save(CancellationToken.None).WaitAsync(Wait.Limit);
    }

    private static async Task<bool> IsSaved(Task save)
    {
        try
        {
            await save;
            return true;
        }
        catch (LostRaceException)
        {
            return false;
        }
    }

    private static async Task Register(Workshop shop, params string[] numbers)
    {
        var session = shop.Session();
        AddCustomer(shop, session, numbers);
        await session.Save(CancellationToken.None).WaitAsync(Wait.Limit);
    }

    private static void AddCustomer(Workshop shop, EventSession session, params string[] numbers)
    {
        var now = shop.Clock.GetUtcNow();
        var id = CustomerId.New(now);
        session.Start<Customer>(id, CustomerDecider.Register(
            null, id, null, [.. numbers.Select(n => new Identifier(IdentifierKind.Phone, n, Verification.Verified))],
            "line", now));
    }

    private static async Task<EventSession> HandOver(Workshop shop, ConversationId id)
    {
        var session = shop.Session();
        var conversation = (await session.Load<Conversation>(id, CancellationToken.None))!;
        session.Append<Conversation>(
            id, ConversationDecider.HandOver(conversation, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, shop.Clock.GetUtcNow()));
        return session;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
