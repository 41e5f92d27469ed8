using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Customers;

namespace CleanFte.Integration.Faults;

/// <summary>Persons are joined and taken apart in one process, and read in another that holds earlier states of them.</summary>
[Collection(FaultTests.Name)]
public sealed class JoinedPersonTests(FaultServer server)
{
    private const string Citizen = "+34600123001";

    [Fact]
    public async Task A_join_and_its_reverse_in_one_cache_lead_to_the_root()
    {
        var database = await server.CreateDatabase();
        await using var one = await Workshop.Open(database);
        await using var two = await Workshop.Open(database);
        var (a, b) = (await two.Register(Citizen), await two.Register("+34600123002"));
        (await two.Send(new MergeCustomers(b, a))).Refusal.ShouldBeNull();
        await Hold(one, a);
        (await two.Send(new UnmergeCustomers(a))).Refusal.ShouldBeNull();
        (await two.Send(new MergeCustomers(a, b))).Refusal.ShouldBeNull();
        await Hold(one, b);

        // On a thread of its own, so that a search without end fails here.
        (await Task.Run(() => one.TakeIn(Citizen, "There is a pothole")).WaitAsync(Wait.Limit)).Refusal.ShouldBeNull();

        (await one.Ask<Guid>("select customer_id from tickets")).ShouldBe([a]);
        (await one.Ask<Guid>("select customer_id from messages where direction = 'in'")).ShouldBe([a]);
    }

    [Fact]
    public async Task What_is_learnt_of_somebody_who_was_joined_is_kept()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var (a, b) = (await shop.Register(Citizen), await shop.Register("+34600123002"));
        (await shop.Send(new MergeCustomers(b, a))).Refusal.ShouldBeNull();
        await shop.TakeIn(Citizen, "There is a pothole");

        await shop.TakeIn(Citizen, "It is deep", null, new SenderIdentity("external", "card-77"));

        (await shop.Ask<Guid>("select customer_id from customer_identifiers where value = 'card-77'")).ShouldBe([a]);
    }

    [Fact]
    public async Task Who_only_reads_sees_what_another_process_has_joined()
    {
        var database = await server.CreateDatabase();
        await using var one = await Workshop.Open(database);
        await using var two = await Workshop.Open(database);
        var (a, b) = (await two.Register(Citizen), await two.Register("+34600123002"));
        await two.TakeIn(Citizen, "There is a pothole");
        await Hold(one, b);

        (await two.Send(new MergeCustomers(b, a))).Refusal.ShouldBeNull();
        (await two.Send(new ChangeRole(b, "parent", Granted: true))).Refusal.ShouldBeNull();

        var filter = new TicketFilter(null, null, null, null, null, null, null, 10, null);
        (await one.Send(new ListTickets(filter, b))).Value!.Tickets.ShouldHaveSingleItem().CustomerId.ShouldBe(a);
        (await one.Send(new ShowCustomer(b))).Value!.Roles!.ShouldHaveSingleItem().Role.ShouldBe("parent");
    }

    /// <summary>From now on that process has his state as it is.</summary>
    private static async Task Hold(Workshop shop, Guid customer) =>
        (await shop.Session().Load<Customer>(customer, CancellationToken.None)).ShouldNotBeNull();
}
