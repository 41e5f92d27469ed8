using System.Text;
using CleanFte.Domain.Conversations;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

/// <summary>Files of messages that do not go out at once, or not the way they were decided for.</summary>
[Collection(FaultTests.Name)]
public sealed class HeldFileTests(FaultServer server) : IAsyncLifetime
{
    private const string Citizen = "whatsapp:+5215550000001";

    private static readonly byte[] Content = Encoding.ASCII.GetBytes("%PDF-1.7 the permit");

    private TwilioStandIn _twilio = null!;
    private GmailStandIn _gmail = null!;

    public async Task InitializeAsync() => (_twilio, _gmail) = (await TwilioStandIn.Start(), await GmailStandIn.Start());

    public async Task DisposeAsync()
    {
        await _twilio.DisposeAsync();
        await _gmail.DisposeAsync();
    }

    [Fact]
    public async Task They_go_by_mail_where_he_cannot_be_written_to_otherwise()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase(), _twilio, _gmail);
        var talk = await shop.OpenConversation(Citizen, "ana@example.org");
        shop.Clock.Move(TimeSpan.FromHours(25));
        await shop.ReplyWithFile(talk, "", Content);
        await Send(shop);

        _twilio.Attempts.ShouldBe(0);
        var sent = _gmail.Mailbox.Sent.ShouldHaveSingleItem();
        sent.Subject.ShouldBe("permit.pdf");
        sent.Parts[1].Body.ShouldBe(Encoding.ASCII.GetString(Content));
    }

    [Fact]
    public async Task What_a_mail_does_not_carry_goes_no_other_way()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase(), _twilio, _gmail);
        var talk = await shop.OpenConversation(Citizen, "ana@example.org");
        shop.Clock.Move(TimeSpan.FromHours(25));
        await shop.ReplyWithFile(talk, "Your permit", Content, size: (10 * 1024 * 1024) + 1);
        await Send(shop);

        _gmail.Mailbox.Sent.ShouldBeEmpty();
        (await shop.Ask<string>("select reason from outbox where state = 3")).ShouldBe(["window_closed"]);
    }

    [Fact]
    public async Task What_was_held_comes_with_its_files()
    {
        _twilio.Templates["HX1"] = "We have an answer about {{1}}. Reply to read it.";
        await using var shop = await Workshop.Open(await server.CreateDatabase(), _twilio, null, ("ReminderTemplate", "HX1"));
        var talk = await shop.OpenConversation(Citizen);
        shop.Clock.Move(TimeSpan.FromHours(25));
        var file = await shop.ReplyWithFile(talk, "", Content);
        await Send(shop);
        _twilio.Messages.ShouldHaveSingleItem().MediaUrl.ShouldBeEmpty("the reminder");

        var session = shop.Session();
        var now = shop.Clock.GetUtcNow();
        var customer = (await session.Load<Conversation>(talk, CancellationToken.None))!.Customer;
        session.Append<Conversation>(talk, (Domain.Decision<ConversationEvent>)new MessageReceived(
            Guid.NewGuid(), "SM9", Channel.Whatsapp, "I am here", null, [], null, now, now));
        session.ReleaseHeld(customer, Workshop.Line);
        await session.Save(CancellationToken.None);
        await Send(shop);

        _twilio.Messages[^1].MediaUrl.ShouldContain($"{file.Media:N}");
    }

    [Fact]
    public async Task What_is_sent_again_has_its_files()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase(), _twilio);
        _twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        var talk = await shop.OpenConversation(Citizen);
        var file = await shop.ReplyWithFile(talk, "", Content);
        await Send(shop);

        (await shop.Events(talk)).ShouldContain("reply_resent");
        _twilio.Attempts.ShouldBe(2);
        _twilio.Messages.ShouldHaveSingleItem().MediaUrl.ShouldContain($"{file.Media:N}");
    }

    private static async Task Send(Workshop shop)
    {
        while (await shop.SendDue() > 0)
        {
        }
    }
}
