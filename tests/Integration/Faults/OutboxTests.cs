using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

public sealed class OutboxTests(FaultServer server) : SendingTests(server)
{
    [Fact]
    public async Task A_send_that_broke_after_it_arrived_is_found_and_not_repeated()
    {
        Twilio.NextResponses.Enqueue(Fault.Close(accept: true));
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await Shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_send_that_never_arrived_is_sent_again_once_after_two_look_ups()
    {
        Twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await Shop.SendDue();
        await Due();
        await Shop.SendDue();
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain"], "absent once is not enough");
        await Shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain", "reply_resent", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_message_that_vanishes_twice_is_a_dead_letter_and_not_sent_a_third_time()
    {
        Twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        Twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await Shop.SendAll();

        Twilio.Attempts.ShouldBe(2);
        (await Facts())
            .ShouldBe(["reply_decided", "reply_uncertain", "reply_resent", "reply_uncertain", "reply_failed"]);
        (await Shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["uncertain"]);
    }

    [Fact]
    public async Task A_provider_that_answers_with_errors_for_long_loses_nothing_and_gets_nothing_twice()
    {
        for (var i = 0; i < 10; i++)
        {
            Twilio.NextResponses.Enqueue(Fault.Answer(500, 20500));
        }

        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await Shop.SendAll();

        Twilio.Attempts.ShouldBe(11);
        Sent().ShouldBe(["Hola"]);
        (await Facts())[^1].ShouldBe("reply_sent");
        await NothingLeft();
    }

    [Fact]
    public async Task A_process_that_died_while_sending_leaves_it_to_be_looked_up()
    {
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        var row = (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        var gateway = Shop.Get<Application.Ports.IChannels>().GatewayOf(Shop.Account);
        await gateway.Send(
            Shop.Account, new(row.Message.Part, row.Message.Recipient, row.Message.Text), CancellationToken.None);
        await Shop.Outbox.Reap([Shop.Get<Infrastructure.Messaging.Instance>().Id], CancellationToken.None);
        await Shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_sent"]);
    }

    [Fact]
    public async Task Processes_that_die_before_sending_do_not_use_up_the_one_repetition()
    {
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await DieAndLookUp();
        await DieAndLookUp();
        await Shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_resent", "reply_resent", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_message_that_kills_each_process_that_sends_it_becomes_a_dead_letter()
    {
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        for (var deaths = 0; deaths < 10 && (await Shop.Ask<long>("select id from outbox where state = 0")).Any(); deaths++)
        {
            await DieAndLookUp();
        }

        Twilio.Attempts.ShouldBe(0);
        (await Shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["uncertain"]);
    }

    [Fact]
    public async Task A_provider_that_turns_away_is_tried_again_and_order_is_kept()
    {
        Twilio.NextResponses.Enqueue(Fault.TooManyRequests());
        Twilio.NextResponses.Enqueue(Fault.Answer(503, 20503));
        await Shop.Reply(Talk, ReplyAuthor.System, "one", "two");
        await Shop.Reply(Talk, ReplyAuthor.System, "three");
        (await Shop.SendDue()).ShouldBe(1, "one per recipient at a time");
        (await Shop.SendDue()).ShouldBe(0, "the second does not overtake the first that waits");
        await Due();
        await Shop.SendAll();

        Sent().ShouldBe(["one", "two", "three"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_refusal_is_final_and_does_not_hold_up_what_follows()
    {
        Twilio.NextResponses.Enqueue(Fault.Answer(400, 63021));
        await Shop.Reply(Talk, ReplyAuthor.System, "one", "two");
        await Shop.SendAll();

        Sent().ShouldBe(["two"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_failed", "reply_sent"]);
        (await Shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["63021"]);
    }

    [Fact]
    public async Task What_was_not_even_tried_never_uses_up_the_last_try()
    {
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        await Shop.Ask<int>("update outbox set tries = 11 returning 1");
        for (var i = 0; i < 20; i++)
        {
            await Shop.Get<Application.Ports.IChannels>().GatewayOf(Shop.Account).Send(
                Shop.Account with { Settings = new Dictionary<string, string>() },
                new(Guid.NewGuid(), "", "x"),
                CancellationToken.None);
        }

        await Shop.SendDue();
        (await Shop.Ask<short>("select state from outbox")).ShouldBe([(short)0]);
        Twilio.Attempts.ShouldBe(0, "the circuit is open");
    }

    [Fact]
    public async Task What_the_agent_wrote_is_not_claimed_once_a_human_took_over()
    {
        await Shop.Reply(Talk, ReplyAuthor.Agent, "from the agent");
        await HandOver();
        (await Shop.SendDue()).ShouldBe(0);
        await Shop.Reply(Talk, ReplyAuthor.System, "a person will answer");
        await Shop.SendAll();

        Sent().ShouldBe(["a person will answer"]);
    }

    [Fact]
    public async Task What_the_agent_wrote_and_the_provider_turned_away_does_not_block_the_human_who_took_over()
    {
        Twilio.NextResponses.Enqueue(Fault.TooManyRequests());
        await Shop.Reply(Talk, ReplyAuthor.Agent, "from the agent");
        var underWay = (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        await HandOver();
        await Shop.Send(new Application.Conversations.SendReply(underWay));
        await Shop.Reply(Talk, ReplyAuthor.Human, "from a person");
        await Due();
        await Shop.SendAll();

        Sent().ShouldBe(["from a person"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_decided", "reply_withheld", "reply_sent"]);
    }

    /// <summary>A process claims the message and dies before it is sent; another asks the provider twice.</summary>
    private async Task DieAndLookUp()
    {
        (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem().Uncertain.ShouldBeFalse();
        await Shop.Outbox.Reap([Shop.Get<Infrastructure.Messaging.Instance>().Id], CancellationToken.None);
        await Shop.SendDue();
        await Due();
        await Shop.SendDue();
    }

    private async Task HandOver()
    {
        var session = Shop.Session();
        var state = (await session.Load<Conversation>(Talk, CancellationToken.None))!;
        session.Append<Conversation>(
            Talk, ConversationDecider.HandOver(state, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, Shop.Clock.GetUtcNow()));
        session.WithholdAgentReplies(Talk);
        await session.Save(CancellationToken.None);
    }

    private async Task Due() => await Shop.Ask<int>("update outbox set due = now() where state = 0 returning 1");

    private IEnumerable<string> Sent() => Twilio.Messages.Select(m => m.Body);

    private async Task<string[]> Facts() =>
        [.. (await Shop.Events(Talk)).Where(e => e.StartsWith("reply_", StringComparison.Ordinal))];

    private async Task NothingLeft() => (await Shop.Ask<long>("select id from outbox")).ShouldBeEmpty();
}
