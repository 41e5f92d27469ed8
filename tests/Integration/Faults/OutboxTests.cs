using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class OutboxTests(FaultServer server) : IAsyncLifetime
{
    private TwilioStandIn _twilio = null!;
    private Workshop _shop = null!;
    private ConversationId _conversation;

    public async Task InitializeAsync()
    {
        _twilio = await TwilioStandIn.Start();
        _shop = await Workshop.Open(await server.CreateDatabase(), _twilio);
        _conversation = await _shop.OpenConversation();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _twilio.DisposeAsync();
    }

    [Fact]
    public async Task A_send_that_broke_after_it_arrived_is_found_and_not_repeated()
    {
        _twilio.NextResponses.Enqueue(Fault.Close(accept: true));
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await _shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_send_that_never_arrived_is_sent_again_once_after_two_look_ups()
    {
        _twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await _shop.SendDue();
        await Due();
        await _shop.SendDue();
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain"], "absent once is not enough");
        await _shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_uncertain", "reply_resent", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_message_that_vanishes_twice_is_a_dead_letter_and_not_sent_a_third_time()
    {
        _twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        _twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await _shop.SendAll();

        _twilio.Attempts.ShouldBe(2);
        (await Facts())
            .ShouldBe(["reply_decided", "reply_uncertain", "reply_resent", "reply_uncertain", "reply_failed"]);
        (await _shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["uncertain"]);
    }

    [Fact]
    public async Task A_provider_that_answers_with_errors_for_long_loses_nothing_and_gets_nothing_twice()
    {
        for (var i = 0; i < 10; i++)
        {
            _twilio.NextResponses.Enqueue(Fault.Answer(500, 20500));
        }

        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await _shop.SendAll();

        _twilio.Attempts.ShouldBe(11);
        Sent().ShouldBe(["Hola"]);
        (await Facts())[^1].ShouldBe("reply_sent");
        await NothingLeft();
    }

    [Fact]
    public async Task A_process_that_died_while_sending_leaves_it_to_be_looked_up()
    {
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        var row = (await _shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        var gateway = _shop.Get<Application.Ports.IChannels>().GatewayOf(_shop.Account);
        await gateway.Send(
            _shop.Account, new(row.Message.Part, row.Message.Recipient, row.Message.Text), CancellationToken.None);
        await _shop.Outbox.Reap([_shop.Get<Infrastructure.Messaging.Instance>().Id], CancellationToken.None);
        await _shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_sent"]);
    }

    [Fact]
    public async Task Processes_that_die_before_sending_do_not_use_up_the_one_repetition()
    {
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await DieAndLookUp();
        await DieAndLookUp();
        await _shop.SendAll();

        Sent().ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_resent", "reply_resent", "reply_sent"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_message_that_kills_each_process_that_sends_it_becomes_a_dead_letter()
    {
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        for (var deaths = 0; deaths < 10 && (await _shop.Ask<long>("select id from outbox where state = 0")).Any(); deaths++)
        {
            await DieAndLookUp();
        }

        _twilio.Attempts.ShouldBe(0);
        (await _shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["uncertain"]);
    }

    [Fact]
    public async Task A_provider_that_turns_away_is_tried_again_and_order_is_kept()
    {
        _twilio.NextResponses.Enqueue(Fault.TooManyRequests());
        _twilio.NextResponses.Enqueue(Fault.Answer(503, 20503));
        await _shop.Reply(_conversation, ReplyAuthor.System, "one", "two");
        await _shop.Reply(_conversation, ReplyAuthor.System, "three");
        (await _shop.SendDue()).ShouldBe(1, "one per recipient at a time");
        (await _shop.SendDue()).ShouldBe(0, "the second does not overtake the first that waits");
        await Due();
        await _shop.SendAll();

        Sent().ShouldBe(["one", "two", "three"]);
        await NothingLeft();
    }

    [Fact]
    public async Task A_refusal_is_final_and_does_not_hold_up_what_follows()
    {
        _twilio.NextResponses.Enqueue(Fault.Answer(400, 63021));
        await _shop.Reply(_conversation, ReplyAuthor.System, "one", "two");
        await _shop.SendAll();

        Sent().ShouldBe(["two"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_failed", "reply_sent"]);
        (await _shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["63021"]);
    }

    [Fact]
    public async Task What_was_not_even_tried_never_uses_up_the_last_try()
    {
        await _shop.Reply(_conversation, ReplyAuthor.System, "Hola");
        await _shop.Ask<int>("update outbox set tries = 11 returning 1");
        for (var i = 0; i < 20; i++)
        {
            await _shop.Get<Application.Ports.IChannels>().GatewayOf(_shop.Account).Send(
                _shop.Account with { Settings = new Dictionary<string, string>() },
                new(Guid.NewGuid(), "", "x"),
                CancellationToken.None);
        }

        await _shop.SendDue();
        (await _shop.Ask<short>("select state from outbox")).ShouldBe([(short)0]);
        _twilio.Attempts.ShouldBe(0, "the circuit is open");
    }

    [Fact]
    public async Task What_the_agent_wrote_is_not_claimed_once_a_human_took_over()
    {
        await _shop.Reply(_conversation, ReplyAuthor.Agent, "from the agent");
        await HandOver();
        (await _shop.SendDue()).ShouldBe(0);
        await _shop.Reply(_conversation, ReplyAuthor.System, "a person will answer");
        await _shop.SendAll();

        Sent().ShouldBe(["a person will answer"]);
    }

    [Fact]
    public async Task What_the_agent_wrote_and_the_provider_turned_away_does_not_block_the_human_who_took_over()
    {
        _twilio.NextResponses.Enqueue(Fault.TooManyRequests());
        await _shop.Reply(_conversation, ReplyAuthor.Agent, "from the agent");
        var underWay = (await _shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        await HandOver();
        await _shop.Send(new Application.Conversations.SendReply(underWay));
        await _shop.Reply(_conversation, ReplyAuthor.Human, "from a person");
        await Due();
        await _shop.SendAll();

        Sent().ShouldBe(["from a person"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_decided", "reply_withheld", "reply_sent"]);
    }

    /// <summary>A process claims the message and dies before it is sent; another asks the provider twice.</summary>
    private async Task DieAndLookUp()
    {
        (await _shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem().Uncertain.ShouldBeFalse();
        await _shop.Outbox.Reap([_shop.Get<Infrastructure.Messaging.Instance>().Id], CancellationToken.None);
        await _shop.SendDue();
        await Due();
        await _shop.SendDue();
    }

    private async Task HandOver()
    {
        var session = _shop.Session();
        var state = (await session.Load<Conversation>(_conversation, CancellationToken.None))!;
        session.Append<Conversation>(
            _conversation, ConversationDecider.HandOver(state, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, _shop.Clock.GetUtcNow()));
        session.WithholdAgentReplies(_conversation);
        await session.Save(CancellationToken.None);
    }

    private async Task Due() => await _shop.Ask<int>("update outbox set due = now() where state = 0 returning 1");

    private IEnumerable<string> Sent() => _twilio.Messages.Select(m => m.Body);

    private async Task<string[]> Facts() =>
        [.. (await _shop.Events(_conversation)).Where(e => e.StartsWith("reply_", StringComparison.Ordinal))];

    private async Task NothingLeft() => (await _shop.Ask<long>("select id from outbox")).ShouldBeEmpty();
}
