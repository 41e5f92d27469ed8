using System.Collections.Concurrent;
using System.Diagnostics;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>Whatever comes between: nothing the agent wrote is handed out to be sent once a takeover is saved.</summary>
public sealed class SilenceTests : TestDatabase
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Nothing_the_agent_wrote_is_handed_out_after_a_takeover(int seed)
    {
        await using var shop = await Workshop.Open(ConnectionString);
        var random = new Random(seed);
        var conversations = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => shop.OpenConversation($"whatsapp:+52155500000{i:00}")));
        var handedOut = new ConcurrentBag<(long Began, Guid Conversation, int Epoch)>();
        var takenOver = new ConcurrentBag<(long Saved, Guid Conversation, int Epoch)>();
        using var stop = new CancellationTokenSource();
        var sender = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SendOn(shop, handedOut, stop.Token)));

        for (var step = 0; step < 200; step++)
        {
            var talk = conversations[random.Next(conversations.Length)];
            switch (random.Next(4))
            {
                case 0 or 1:
                    string[] parts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => $"part {i}")];
                    await UntilFirst(() => shop.Reply(talk, ReplyAuthor.Agent, parts));
                    break;
                case 2:
                    (await shop.Send(new SwitchAgentHere(talk, false))).Refusal.ShouldBeNull();
                    takenOver.Add((Stopwatch.GetTimestamp(), talk, await EpochOf(shop, talk)));
                    break;
                default:
                    await UntilFirst(() => Resume(shop, talk));
                    break;
            }
        }

        await stop.CancelAsync();
        await sender;

        handedOut.ShouldNotBeEmpty("the agent has spoken");
        takenOver.ShouldNotBeEmpty();
        handedOut.Where(o => takenOver.Any(t =>
            t.Conversation == o.Conversation && t.Saved < o.Began && o.Epoch < t.Epoch)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_three_parts_one_is_sent_and_two_are_taken_back()
    {
        await using var shop = await Workshop.Open(ConnectionString);
        var talk = await shop.OpenConversation();
        await shop.Reply(talk, ReplyAuthor.Agent, "one", "two", "three");
        (await shop.SendDue()).ShouldBe(1, "one after the other to one recipient");

        await shop.Send(new SwitchAgentHere(talk, false));

        (await shop.Ask<string>("select text from outbox where author = 'agent'")).ShouldBeEmpty();
        await shop.SendAll();
        (await shop.Ask<string>("""
            select text from messages m join deliveries d on d.part_id = m.id where m.author = 'agent' and d.status = 'sent'
            """)).ShouldBe(["one"]);
        (await shop.Ask<int>("select jsonb_array_length(data -> 'parts') from mt_events where type = 'reply_withheld'"))
            .ShouldBe([2]);
    }

    private static async Task SendOn(
        Workshop shop, ConcurrentBag<(long Began, Guid Conversation, int Epoch)> handedOut, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var (rows, _) = await shop.Outbox.Claim(4, CancellationToken.None);
            foreach (var row in rows)
            {
                if (row is { Silenced: false, Message.Author: "agent" })
                {
                    handedOut.Add((began, row.Message.Conversation, row.Message.AgentEpoch));
                }

                await shop.Send(new SendReply(row));
            }

            await Task.Yield();
        }
    }

    private static async Task<int> EpochOf(Workshop shop, ConversationId talk) =>
        (await shop.Session().LoadFresh<Conversation>(talk, CancellationToken.None))!.AgentEpoch;

    private static async Task Resume(Workshop shop, ConversationId talk)
    {
        var session = shop.Session();
        var conversation = (await session.LoadFresh<Conversation>(talk, CancellationToken.None))!;
        session.Append<Conversation>(talk, ConversationDecider.Resume(conversation, shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
    }

    /// <summary>Decides anew whenever a sender was faster.</summary>
    private static async Task UntilFirst(Func<Task> decide)
    {
        while (true)
        {
            try
            {
                await decide();
                return;
            }
            catch (LostRaceException)
            {
                // On what the faster one left.
            }
        }
    }
}
