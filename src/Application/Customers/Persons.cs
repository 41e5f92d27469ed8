using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Customers;

/// <summary>Who is one person: the tree of customers that lead to one root.</summary>
internal sealed class Persons(IEventSession session, TimeProvider clock)
{
    /// <summary>Customers of one person; more is no person, and nothing waits for the rest.</summary>
    public const int MaxTree = 200;

    /// <summary>The root of the customer's tree; null where there is no such customer.</summary>
    public async Task<Customer?> RootOf(Guid customer, CancellationToken ct)
    {
        var found = await session.LoadFresh<Customer>(customer, ct);
        for (var depth = 0; found?.MergedInto is { } next && depth < MaxTree; depth++)
        {
            found = await session.LoadFresh<Customer>(next, ct);
        }

        return found;
    }

    /// <summary>Everybody in the root's tree, the root first.</summary>
    public async Task<IReadOnlyList<Customer>> TreeOf(Customer root, CancellationToken ct)
    {
        var tree = new List<Customer> { root };
        var known = new HashSet<CustomerId> { root.Id };
        for (var i = 0; i < tree.Count; i++)
        {
            foreach (var merged in tree[i].Merged)
            {
                // States read one after the other may tell of a join and of its reverse: nobody is in the tree twice.
                if (tree.Count < MaxTree && known.Add(merged))
                {
                    tree.Add((await session.LoadFresh<Customer>(merged, ct))!);
                }
            }
        }

        return tree;
    }

    /// <summary>
    /// Everybody that a customer is, the root first; most were never joined with anybody. Whom he leads to is read from the
    /// database: of two states from a cache, each may lead to the other.
    /// </summary>
    /// <param name="customer">As the caller decides on him; whether that is the newest, his save checks.</param>
    public async Task<IReadOnlyList<Customer>> Of(Customer customer, CancellationToken ct)
    {
        for (var depth = 0; customer.MergedInto is { } next && depth < MaxTree; depth++)
        {
            customer = (await session.LoadFresh<Customer>(next, ct))!;
        }

        return await TreeOf(customer, ct);
    }

    /// <summary>The same for who only reads, which no save checks; nobody where there is no such customer.</summary>
    public async Task<IReadOnlyList<Customer>> Of(Guid customer, CancellationToken ct) =>
        await RootOf(customer, ct) is { } root ? await TreeOf(root, ct) : [];

    /// <summary>Whether nothing is taken of a customer: he is blocked, or somebody who is the same person.</summary>
    public async Task<bool> IsBlocked(Customer customer, CancellationToken ct) =>
        (await Of(customer, ct)).Any(c => c.BlockedAt is not null);

    /// <summary>What any of them is; twice, where their references differ.</summary>
    public static IReadOnlyList<CustomerRole> RolesOf(IReadOnlyList<Customer> person) =>
        [.. person.SelectMany(c => c.Roles).Distinct()];

    /// <summary>Makes two roots one person, appended to both streams; the refusal where they may not be.</summary>
    /// <param name="by">Who decided it: a key's id, <c>code</c>.</param>
    public Refusal? Join(Customer customer, Customer into, string by)
    {
        var decision = CustomerDecider.Merge(customer, into, by, clock.GetUtcNow());
        if (decision.Refusal is null)
        {
            session.Append<Customer>(customer.Id, decision);
            session.Append<Customer>(into.Id, decision);
        }

        return decision.Refusal;
    }
}
