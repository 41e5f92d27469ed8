using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Unit.Customers;

public sealed class CustomerDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CustomerRegistered Registered = new(CustomerId.New(Now), "Ana", Now);
    private static readonly Identifier Verified = new(IdentifierKind.Phone, "+34600111222", Verification.Verified);
    private static readonly Identifier Claimed = Verified with { Verification = Verification.Claimed };
    private static readonly Identifier Mail = new(IdentifierKind.Email, "ana@example.org", Verification.Claimed);

    [Fact]
    public void A_customer_is_registered_once_with_what_is_known()
    {
        CustomerDecider.Register(null, Registered.Customer, "Ana", [Verified, Mail], "main", Now)
            .ShouldYield(Registered, Linked(Verified), Linked(Mail));
        CustomerDecider.Register(Given(), Registered.Customer, "Ana", [Verified], "main", Now).ShouldYieldNothing();
    }

    [Fact]
    public void Of_the_same_identifier_given_twice_the_verified_one_is_linked() =>
        CustomerDecider.Register(null, Registered.Customer, "Ana", [Verified, Claimed], "main", Now)
            .ShouldYield(Registered, Linked(Verified));

    [Fact]
    public void An_identifier_is_linked_once()
    {
        CustomerDecider.Link(Given(), Claimed, "main", Now).ShouldYield(Linked(Claimed));
        CustomerDecider.Link(Given(Linked(Claimed)), Claimed, "main", Now).ShouldYieldNothing();
        CustomerDecider.Link(Given(Linked(Verified)), Mail, "main", Now).ShouldYield(Linked(Mail));
    }

    [Fact]
    public void A_claim_is_replaced_by_a_verification()
    {
        CustomerDecider.Link(Given(Linked(Claimed)), Verified, "main", Now).ShouldYield(Linked(Verified));
        Given(Linked(Claimed), Linked(Verified)).Identifiers.ShouldBe([Verified]);
    }

    [Fact]
    public void A_claim_does_not_undo_a_verification() =>
        CustomerDecider.Link(Given(Linked(Verified)), Claimed, "form", Now).ShouldYieldNothing();

    [Fact]
    public void An_identifier_that_was_unlinked_is_gone() =>
        Given(Linked(Verified), Linked(Mail), new IdentifierUnlinked(Verified.Kind, Verified.Value, Now))
            .Identifiers.ShouldBe([Mail]);

    private static Customer Given(params CustomerEvent[] events) =>
        events.Prepend(Registered).Aggregate((Customer?)null, Customer.Evolve)!;

    private static IdentifierLinked Linked(Identifier i) => new(i.Kind, i.Value, i.Verification, "main", Now);
}
