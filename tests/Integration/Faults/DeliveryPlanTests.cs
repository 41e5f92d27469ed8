using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

/// <summary>Outside the day in which free text is allowed: told once, held, sent when he writes, or given up.</summary>
public sealed class DeliveryPlanTests(FaultServer server) : SendingTests(server)
{
    protected override (string Key, string Value)[] Settings => [("ReminderTemplate", "HX1")];

    protected override void Prepare(TwilioStandIn twilio) =>
        twilio.Templates["HX1"] = "We have an answer about {{1}}. Reply to read it.";

    [Fact]
    public async Task He_is_told_once_and_gets_all_when_he_writes()
    {
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        await Shop.Reply(Talk, ReplyAuthor.Human, "two");
        while (await Shop.SendDue() > 0)
        {
        }

        Sent().ShouldBe(["We have an answer about Town hall. Reply to read it."], customMessage: "exactly one reminder");
        (await Shop.Events(Talk)).Count(e => e == "delivery_planned").ShouldBe(2);

        await Writes("I am here");
        while (await Shop.SendDue() > 0)
        {
        }

        Sent()[1..].ShouldBe(["one", "two"], customMessage: "in order, behind the reminder");
        (await Shop.Ask<long>("select id from outbox")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_he_never_came_for_is_given_up_after_a_week()
    {
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        await Shop.SendDue();
        Shop.Clock.Move(DeliveryPlanner.Patience);
        await Shop.Ask<int>("update outbox set due = now() - interval '1 second' where state = 2 returning 1");
        (await Shop.Outbox.ReleaseOverdue(CancellationToken.None)).ShouldBe(1);
        await Shop.SendAll();

        Sent().Count.ShouldBe(1);
        (await Shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["window_closed"]);
        (await Shop.Events(Talk)).ShouldContain("reply_failed");
    }

    [Fact]
    public async Task Whoever_opted_out_is_not_told()
    {
        await Shop.Reply(Talk, ReplyAuthor.Human, "before");
        await OptOut();
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "after");
        await Shop.SendAll();

        Sent().ShouldBeEmpty();
        (await Shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["opted_out", "opted_out"]);
    }

    [Fact]
    public async Task The_provider_knows_better_when_the_day_is_over()
    {
        Twilio.ClosedTo.Add(Citizen);
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        while (await Shop.SendDue() > 0)
        {
        }

        Sent().ShouldBe(["We have an answer about Town hall. Reply to read it."]);
        (await Shop.Ask<string>("select status from deliveries order by rank")).ShouldBe(["held", "sent"]);
    }

    [Fact]
    public async Task What_is_held_in_a_conversation_that_is_over_holds_up_nobody_and_comes_with_his_next_words()
    {
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        while (await Shop.SendDue() > 0)
        {
        }

        var next = await NextConversation();
        await Shop.Reply(next, ReplyAuthor.Human, "to the new words");
        while (await Shop.SendDue() > 0)
        {
        }

        Sent()[1..].ShouldBe(["one", "to the new words"]);
        (await Shop.Ask<long>("select id from outbox")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reminder_that_is_refused_is_not_waited_for()
    {
        Twilio.Templates.Clear();
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        while (await Shop.SendDue() > 0)
        {
        }

        Sent().ShouldBeEmpty();
        (await Shop.Ask<string>("select reason from outbox where state = 3 order by id"))
            .ShouldBe(["window_closed", "reminder_refused"]);
    }

    [Fact]
    public async Task Whoever_has_written_since_it_was_claimed_gets_it_at_once()
    {
        DayLater();
        await Shop.Reply(Talk, ReplyAuthor.Human, "one");
        var row = (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        await Writes("I am here");
        await Shop.Send(new Application.Conversations.SendReply(row));
        while (await Shop.SendDue() > 0)
        {
        }

        Sent().ShouldBe(["one"]);
    }

    /// <summary>The first is over; he writes and another begins, as when a message is received.</summary>
    private async Task<ConversationId> NextConversation()
    {
        var session = Shop.Session();
        var now = Shop.Clock.GetUtcNow();
        var talk = (await session.Load<Conversation>(Talk, CancellationToken.None))!;
        session.Append<Conversation>(talk.Id, ConversationDecider.Close(talk, "staff", now));
        await session.Save(CancellationToken.None);
        session = Shop.Session();
        var id = ConversationId.New(now);
        session.Start<Conversation>(
            id, (Decision<ConversationEvent>)new ConversationEvent[]
            {
                new ConversationOpened(id, talk.Customer, Channel.Whatsapp, "line", Citizen, now),
                new MessageReceived(Guid.NewGuid(), "SM9", Channel.Whatsapp, "Hello", null, [], null, now, now),
            });
        session.ReleaseHeld(talk.Customer, "line");
        await session.Save(CancellationToken.None);
        return id;
    }

    private void DayLater() => Shop.Clock.Move(TimeSpan.FromHours(25));

    private async Task Writes(string text)
    {
        var session = Shop.Session();
        var now = Shop.Clock.GetUtcNow();
        var talk = (await session.Load<Conversation>(Talk, CancellationToken.None))!;
        session.Append<Conversation>(Talk, (Decision<ConversationEvent>)new MessageReceived(
            Guid.NewGuid(), "SM9", Channel.Whatsapp, text, null, [], null, now, now));
        session.ReleaseHeld(talk.Customer, "line");
        await session.Save(CancellationToken.None);
    }

    private async Task OptOut()
    {
        var session = Shop.Session();
        var talk = (await session.Load<Conversation>(Talk, CancellationToken.None))!;
        var customer = (await session.Load<Customer>(talk.Customer, CancellationToken.None))!;
        session.Append<Customer>(
            customer.Id, CustomerDecider.Consent(customer, false, "line", Shop.Clock.GetUtcNow().AddMinutes(1)));
        await session.Save(CancellationToken.None);
    }

    private List<string> Sent() => [.. Twilio.Messages.Select(m => m.Body)];
}
