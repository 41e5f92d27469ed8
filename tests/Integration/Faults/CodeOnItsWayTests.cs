using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;

namespace CleanFte.Integration.Faults;

/// <summary>
/// A one-time code for a number is sent in the conversation of whoever claims it, while that goes on elsewhere and so does the
/// one of whom the number belongs to.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class CodeOnItsWayTests(FaultServer server)
{
    private const string Claimer = "+34600123011";

    private const string Owner = "+34600123012";

    [Fact]
    public async Task It_goes_to_the_number_that_it_proves_wherever_else_its_claimer_writes_from()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await Send(shop);

        await shop.TakeIn(Claimer, "It is getting deeper", "whatsapp:+34600123099");

        (await shop.Ask<string>("select recipient from outbox where text = 'Your code: 123456'")).ShouldBe([$"whatsapp:{Owner}"]);
        (await shop.Ask<string>("select distinct recipient from outbox where text <> 'Your code: 123456'"))
            .ShouldBe(["whatsapp:+34600123099"]);
    }

    [Fact]
    public async Task Told_by_the_provider_before_its_id_is_known_it_is_no_colleagues_answer_to_the_owner()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.TakeIn(Owner, "There is a pothole");
        await shop.Ask<int>("delete from outbox returning 1");
        await Send(shop);
        await shop.Outbox.Claim(100, CancellationToken.None);

        var row = await shop.RecordAndClaim(Owner, "m:echo");
        var echo = new Inbound.OwnMessage(
            "echo", new SenderIdentity("phone", Owner), shop.Account.Address, null, "Your code: 123456");
        var outcome = await shop.Send(new RecordOwnMessage(shop.Account, [new ReportedMessage(row, echo)]));

        outcome.Refusal?.Code.ShouldBe("delivery.under_way");
        (await shop.Ask<long>("select count(*) from mt_events where data::text like '%123456%'")).ShouldBe([0]);
        (await shop.Ask<long>("select count(*) from human_tasks")).ShouldBe([0]);
    }

    /// <summary>A code for the owner's number, in the conversation of its claimer.</summary>
    private static async Task Send(Workshop shop)
    {
        await shop.TakeIn(Claimer, "There is a pothole");
        var talk = (await shop.Ask<Guid>(
            "select conversation_id from messages m join customer_identifiers i using (tenant_id, customer_id) "
            + "where i.value = @Claimer and m.direction = 'in'", new { Claimer })).Single();
        var session = shop.Session();
        session.Send(new OutboxMessage(
            Guid.NewGuid(), talk, Workshop.Line, "whatsapp", $"whatsapp:{Owner}", "Your code: 123456", "system", 0, null));
        await session.Save(CancellationToken.None);
    }
}
