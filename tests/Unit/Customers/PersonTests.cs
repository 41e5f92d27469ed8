using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Unit.Customers;

/// <summary>Customers who are one person, and come apart again.</summary>
public sealed class PersonTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly Customer _ana = Registered("Ana");

    private readonly Customer _mail = Registered(null);

    [Fact]
    public void Joining_is_told_to_both()
    {
        var joined = CustomerDecider.Merge(_mail, _ana, "key", Now);

        var (mail, ana) = (After(_mail, joined), After(_ana, joined));
        mail.MergedInto.ShouldBe(_ana.Id);
        ana.Merged.ShouldBe([_mail.Id]);
        ana.MergedInto.ShouldBeNull();
    }

    [Fact]
    public void Undone_both_are_as_they_were()
    {
        var joined = CustomerDecider.Merge(_mail, _ana, "key", Now);
        var (mail, ana) = (After(_mail, joined), After(_ana, joined));

        var undone = CustomerDecider.Unmerge(mail, "key", Now);

        (After(mail, undone) with { Merged = _mail.Merged }).ShouldBe(_mail);
        (After(ana, undone) with { Merged = _ana.Merged }).ShouldBe(_ana);
        After(ana, undone).Merged.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_is_joined_with_himself() =>
        CustomerDecider.Merge(_ana, _ana, "key", Now).Refusal!.Code.ShouldBe("customer.same_person");

    [Fact]
    public void What_is_joined_with_nobody_cannot_be_undone() =>
        CustomerDecider.Unmerge(_ana, "key", Now).Refusal!.Code.ShouldBe("customer.not_merged");

    [Fact]
    public void Only_so_many_lead_to_one()
    {
        var full = _ana with { Merged = [.. Enumerable.Range(0, Customer.MaxMerged).Select(_ => CustomerId.New(Now))] };
        CustomerDecider.Merge(_mail, full, "key", Now).Refusal!.Code.ShouldBe("customer.too_many_merged");
    }

    [Fact]
    public void Blocking_twice_is_blocking_once()
    {
        var blocked = After(_ana, CustomerDecider.Block(_ana, "Threats", "key", Now));

        blocked.BlockedAt.ShouldBe(Now);
        CustomerDecider.Block(blocked, null, "key", Now).Events.ShouldBeEmpty();
        After(blocked, CustomerDecider.Unblock(blocked, "key", Now)).BlockedAt.ShouldBeNull();
        CustomerDecider.Unblock(_ana, "key", Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_role_has_the_last_reference_it_was_given()
    {
        var parent = After(_ana, CustomerDecider.Grant(_ana, new CustomerRole("parent", "12"), Now));
        var moved = After(parent, CustomerDecider.Grant(parent, new CustomerRole("parent", "13"), Now));

        moved.Roles.ShouldBe([new CustomerRole("parent", "13")]);
        CustomerDecider.Grant(moved, new CustomerRole("parent", "13"), Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_code_fits_its_own_verification_only()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var hash = OneTimeCode.Hash(one, "012345");

        OneTimeCode.Matches(one, " 012 345 ", hash).ShouldBeTrue();
        OneTimeCode.Matches(one, "012346", hash).ShouldBeFalse();
        OneTimeCode.Matches(other, "012345", hash).ShouldBeFalse();
        OneTimeCode.Draw().ShouldMatch("^[0-9]{6}$");
    }

    private static Customer Registered(string? name) => new(CustomerId.New(Now), name, Now);

    private static Customer After(Customer customer, Decision decision) =>
        decision.Events.Cast<CustomerEvent>().Aggregate(customer, (c, e) => Customer.Evolve(c, e)!);
}
