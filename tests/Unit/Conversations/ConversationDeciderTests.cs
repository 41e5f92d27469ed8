using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Team;

namespace CleanFte.Unit.Conversations;

public sealed class ConversationDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(1);

    private static readonly ConversationOpened Opened =
        new(ConversationId.New(Start), CustomerId.New(Start), Channel.Whatsapp, "main", "+34600111222", Start);

    private static readonly Conversation Fresh = Given();
    private static readonly TaskId Task = TaskId.New(Start);
    private static readonly Conversation TakenOver = Given(new HandedOver(Channel.Whatsapp, "legal", null, 1, Start, Task));
    private static readonly Conversation Closed = Given(new ConversationClosed(Channel.Whatsapp, "idle", false, Start));

    [Fact]
    public void A_conversation_is_opened_once()
    {
        ConversationDecider.Open(null, Opened).ShouldYield(Opened);
        ConversationDecider.Open(Fresh, Opened).ShouldYieldNothing();
    }

    [Fact]
    public void A_message_is_received_and_assessed()
    {
        var message = Message(Now);
        var assessed = new MessageAssessed(message.Message, Channel.Whatsapp, "es", null, [], Now);

        ConversationDecider.Receive(message, assessed).ShouldYield(message, assessed);
    }

    [Fact]
    public void A_session_is_opened()
    {
        var session = new SessionOpened(Guid.NewGuid(), "pothole", null, null, Now);

        ConversationDecider.OpenSession(session).ShouldYield(session);
        Given(session).Session!.ServiceCode.ShouldBe("pothole");
        Given(session, new SessionEnded(session.Session, "done", Now)).Session.ShouldBeNull();
    }

    [Theory]
    [InlineData(ReplyAuthor.Agent)]
    [InlineData(ReplyAuthor.Human)]
    [InlineData(ReplyAuthor.System)]
    public void Anyone_may_reply_before_a_takeover(ReplyAuthor author)
    {
        var reply = Reply(author, 0);

        ConversationDecider.Reply(Fresh, reply).ShouldYield(reply);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_agents_reply_is_withheld_after_a_takeover(int epoch)
    {
        var reply = Reply(ReplyAuthor.Agent, epoch);

        var withheld = ConversationDecider.Reply(TakenOver, reply).Events
            .ShouldHaveSingleItem().ShouldBeOfType<ReplyWithheld>();
        withheld.Parts.ShouldBe([reply.Parts[0].Part]);
        withheld.Reason.ShouldBe("human_took_over");
    }

    [Fact]
    public void A_reply_computed_before_the_takeover_stays_withheld_when_the_agent_is_back()
    {
        var resumed = Given(new HandedOver(Channel.Whatsapp, "legal", null, 1, Start), new AgentResumed(2, Start));
        var current = Reply(ReplyAuthor.Agent, 2);

        ConversationDecider.Reply(resumed, Reply(ReplyAuthor.Agent, 0)).Events
            .ShouldHaveSingleItem().ShouldBeOfType<ReplyWithheld>();
        ConversationDecider.Reply(resumed, current).ShouldYield(current);
    }

    [Theory]
    [InlineData(ReplyAuthor.Human)]
    [InlineData(ReplyAuthor.System)]
    public void People_and_the_system_reply_after_a_takeover(ReplyAuthor author)
    {
        var reply = Reply(author, 0);

        ConversationDecider.Reply(TakenOver, reply).ShouldYield(reply);
    }

    [Fact]
    public void A_conversation_is_closed_when_idle_and_no_sooner()
    {
        var active = Given(Message(Now));
        var due = Now + Conversation.IdleLimit;

        ConversationDecider.CloseIfIdle(active, due.AddTicks(-1)).ShouldYieldNothing();
        ConversationDecider.CloseIfIdle(TakenOver, due.AddYears(1)).ShouldYieldNothing();
        ConversationDecider.CloseIfIdle(active, due)
            .ShouldYield(new ConversationClosed(Channel.Whatsapp, "idle", false, due));
        ConversationDecider.CloseIfIdle(Closed, due)
            .ShouldYieldNothing();
    }

    [Fact]
    public void A_conversation_is_closed_once_and_remembers_a_takeover()
    {
        ConversationDecider.Close(TakenOver, "staff", Now)
            .ShouldYield(new ConversationClosed(Channel.Whatsapp, "staff", true, Now));
        ConversationDecider.Close(Closed, "staff", Now).ShouldYieldNothing();
    }

    [Fact]
    public void Handing_over_raises_the_epoch_once()
    {
        ConversationDecider.HandOver(Fresh, Task, "legal", "my lawyer", Now)
            .ShouldYield(new HandedOver(Channel.Whatsapp, "legal", "my lawyer", 1, Now, Task));
        ConversationDecider.HandOver(TakenOver, Task, "legal", null, Now).ShouldYieldNothing();
        ConversationDecider.HandOver(Closed, Task, "legal", null, Now).ShouldRefuse("conversation.closed");
    }

    [Fact]
    public void A_message_in_no_known_language_leaves_the_language_known_before()
    {
        var spanish = new MessageAssessed(Guid.NewGuid(), Channel.Whatsapp, "es", null, [], Now);

        Given(spanish, spanish with { Language = "other" }).Language.ShouldBe("es");
        Given(spanish, spanish with { Language = "fr" }).Language.ShouldBe("fr");
    }

    [Fact]
    public void Answers_of_the_agent_are_counted_until_the_citizen_writes()
    {
        var answer = Reply(ReplyAuthor.Agent, 0);

        Given(answer, answer, Reply(ReplyAuthor.Human, 0), Reply(ReplyAuthor.System, 0)).Unanswered.ShouldBe(2);
        Given(answer, Message(Now), answer).Unanswered.ShouldBe(1);
    }

    private static Conversation Given(params ConversationEvent[] events) =>
        events.Prepend(Opened).Aggregate((Conversation?)null, Conversation.Evolve)!;

    private static MessageReceived Message(DateTimeOffset at) =>
        new(Guid.NewGuid(), "wamid.1", Channel.Whatsapp, "hola", null, [], null, at, at);

    private static ReplyDecided Reply(ReplyAuthor author, int epoch) =>
        new(Guid.NewGuid(), author, [], [new ReplyPart(Guid.NewGuid(), "hi")], epoch, null, null, Now);
}
