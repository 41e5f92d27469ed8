using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class BlockedAmendmentTests(FaultServer server)
{
    private const string Citizen = "+34600123031";

    [Fact]
    public async Task What_a_blocked_person_changes_afterwards_is_not_taken()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        await shop.TakeIn(Citizen, "There is a pothole");
        var customer = (await shop.Ask<Guid>("select id from customers")).Single();
        var message = (await shop.Ask<string>("select provider_message_id from messages where direction = 'in'")).Single();
        (await shop.Send(new BlockCustomer(customer, true, "Threats"))).Refusal.ShouldBeNull();

        await Change("e:1", AmendmentKind.Edited, "A threat");
        await Change("x:1", AmendmentKind.Revoked, null);
        await Change("r:1", AmendmentKind.Reacted, "👎");

        (await shop.Ask<string>("select reason from inbox where state = 2 order by id")).ShouldBe(["blocked", "blocked", "blocked"]);
        (await shop.Ask<long>("select count(*) from message_changes")).ShouldBe([0]);

        async Task Change(string key, AmendmentKind kind, string? text)
        {
            var row = await shop.RecordAndClaim(Citizen, key);
            var amendment = new Inbound.Amendment(
                kind, message, new SenderIdentity("phone", Citizen), shop.Account.Address, null, text);
            (await shop.Send(new RecordAmendment(shop.Account, [new ReceivedAmendment(row, amendment)]))).Refusal.ShouldBeNull();
        }
    }
}
