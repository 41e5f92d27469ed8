namespace CleanFte.Domain.Customers;

/// <summary>A person, across channels.</summary>
public sealed record Customer(CustomerId Id, string? Name, DateTimeOffset CreatedAt) : IStream<Customer>
{
    public const int MaxRoles = 20;

    /// <summary>Customers who lead to one directly.</summary>
    public const int MaxMerged = 50;

    public static string StreamType => "customer";

    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>What he is to the tenant: <c>parent</c>, <c>volunteer</c>; opens services.</summary>
    public IReadOnlyList<CustomerRole> Roles { get; init; } = [];

    /// <summary>The customer he is the same person as, towards the root; null for the root.</summary>
    public CustomerId? MergedInto { get; init; }

    /// <summary>Who leads to him directly.</summary>
    public IReadOnlyList<CustomerId> Merged { get; init; } = [];

    /// <summary>Since when he is blocked himself, and with him whoever is the same person; null where he is not.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    /// <summary>Since when he wants only answers to what he writes; null where he does not mind.</summary>
    public DateTimeOffset? OptedOutAt { get; init; }

    /// <summary>Set once nothing is known of him any more: it holds the certificate, or names who has it.</summary>
    public CustomerErased? Erased { get; init; }

    static Customer? IStream<Customer>.Evolve(Customer? state, IEvent e) =>
        e is CustomerEvent c ? Evolve(state, c) : state;

    public static Customer? Evolve(Customer? customer, CustomerEvent e) => e switch
    {
        CustomerRegistered r => new Customer(r.Customer, r.Name, r.At),
        IdentifierLinked l => customer! with
        {
            Identifiers =
            [
                .. customer.Identifiers.Where(i => i.Kind != l.Kind || i.Value != l.Value),
                new Identifier(l.Kind, l.Value, l.Verification),
            ],
        },
        IdentifierUnlinked u => customer! with
        {
            Identifiers = [.. customer.Identifiers.Where(i => i.Kind != u.Kind || i.Value != u.Value)],
        },
        RoleGranted r => customer! with
        {
            Roles = [.. customer.Roles.Where(x => x.Role != r.Role), new CustomerRole(r.Role, r.Reference)],
        },
        ConsentChanged c => customer! with { OptedOutAt = c.Allowed ? null : c.At },
        RoleRevoked r => customer! with { Roles = [.. customer.Roles.Where(x => x.Role != r.Role)] },
        CustomersMerged m when m.Customer == customer!.Id => customer with { MergedInto = m.Into },
        CustomersMerged m => customer! with { Merged = [.. customer.Merged, m.Customer] },
        MergeUndone m when m.Customer == customer!.Id => customer with { MergedInto = null },
        MergeUndone m => customer! with { Merged = [.. customer.Merged.Where(c => c != m.Customer)] },
        CustomerBlocked b => customer! with { BlockedAt = b.At },
        CustomerUnblocked => customer! with { BlockedAt = null },
        CustomerErased x => customer! with
        {
            Name = customer.Name is null ? null : PersonalDataAttribute.Mask,
            Identifiers = [],
            Roles = [],
            Erased = x,
        },
        _ => customer,
    };
}

/// <summary>What somebody is to the tenant.</summary>
/// <param name="Reference">By what the tenant's own books know him in it, or null.</param>
public readonly record struct CustomerRole(string Role, string? Reference);

/// <summary>One way to recognise a person.</summary>
public readonly record struct Identifier(IdentifierKind Kind, string Value, Verification Verification);

/// <summary>What may be recorded of a person.</summary>
public static class CustomerDecider
{
    public static Decision<CustomerEvent> Register(
        Customer? customer, CustomerId id, string? name, IReadOnlyList<Identifier> identifiers, string by,
        DateTimeOffset now)
    {
        if (customer is not null)
        {
            return Decision.Nothing;
        }

        List<CustomerEvent> events = [new CustomerRegistered(id, name, now)];
        events.AddRange(identifiers
            .OrderByDescending(i => i.Verification)
            .DistinctBy(i => (i.Kind, i.Value))
            .Select(i => new IdentifierLinked(i.Kind, i.Value, i.Verification, by, now)));
        return events;
    }

    public static Decision<CustomerEvent> Grant(Customer customer, CustomerRole role, DateTimeOffset now) => customer.Roles switch
    {
        _ when customer.Erased is not null => CustomerRefusals.Erased,
        var roles when roles.Contains(role) => Decision.Nothing,
        var roles when roles.Count >= Customer.MaxRoles && roles.All(r => r.Role != role.Role) => CustomerRefusals.TooManyRoles,
        _ => new RoleGranted(role.Role, now, role.Reference),
    };

    /// <summary>Makes two roots one person; the events belong into both streams.</summary>
    public static Decision<CustomerEvent> Merge(Customer customer, Customer into, string by, DateTimeOffset now) =>
        (customer, into) switch
        {
            _ when customer.Id == into.Id => CustomerRefusals.SamePerson,
            ({ Erased: not null }, _) or (_, { Erased: not null }) => CustomerRefusals.Erased,
            ({ MergedInto: not null }, _) or (_, { MergedInto: not null }) =>
                throw new ArgumentException("Only roots are joined.", nameof(customer)),
            (_, { Merged.Count: >= Customer.MaxMerged }) => CustomerRefusals.TooManyMerged,
            _ => new CustomersMerged(customer.Id, into.Id, by, now),
        };

    /// <summary>Takes apart what was joined; the events belong into both streams.</summary>
    public static Decision<CustomerEvent> Unmerge(Customer customer, string by, DateTimeOffset now) =>
        customer.Erased is not null ? CustomerRefusals.Erased
        : customer.MergedInto is { } into ? new MergeUndone(customer.Id, into, by, now)
        : CustomerRefusals.NotMerged;

    public static Decision<CustomerEvent> Block(Customer customer, string? reason, string by, DateTimeOffset now) =>
        customer.Erased is not null ? CustomerRefusals.Erased
        : customer.BlockedAt is null ? new CustomerBlocked(reason, by, now)
        : Decision.Nothing;

    public static Decision<CustomerEvent> Unblock(Customer customer, string by, DateTimeOffset now) =>
        customer.BlockedAt is null ? Decision.Nothing : new CustomerUnblocked(by, now);

    public static Decision<CustomerEvent> Consent(Customer customer, bool allowed, string by, DateTimeOffset now) =>
        allowed == customer.OptedOutAt is null ? Decision.Nothing : new ConsentChanged(allowed, by, now);

    public static Decision<CustomerEvent> Revoke(Customer customer, string role, DateTimeOffset now) =>
        customer.Roles.Any(r => r.Role == role) ? new RoleRevoked(role, now) : Decision.Nothing;

    /// <summary>A claim adds nothing to what is verified, and must not undo it.</summary>
    public static Decision<CustomerEvent> Link(Customer customer, Identifier identifier, string by,
        DateTimeOffset now) =>
        customer.Erased is not null ? CustomerRefusals.Erased
        : customer.Identifiers.Any(i =>
            i.Kind == identifier.Kind && i.Value == identifier.Value && i.Verification >= identifier.Verification)
            ? Decision.Nothing
            : new IdentifierLinked(identifier.Kind, identifier.Value, identifier.Verification, by, now);

    /// <summary>He is not known by it any more: the number is somebody else's, or will be.</summary>
    public static Decision<CustomerEvent> Unlink(Customer customer, Identifier identifier, DateTimeOffset now) =>
        customer.Identifiers.Any(i => i.Kind == identifier.Kind && i.Value == identifier.Value)
            ? new IdentifierUnlinked(identifier.Kind, identifier.Value, now)
            : Decision.Nothing;
}

public static class CustomerRefusals
{
    public static readonly Refusal TooManyRoles = new(
        "customer.too_many_roles", $"A customer has at most {Customer.MaxRoles} roles.", RefusalKind.Rule, "role");

    public static readonly Refusal SamePerson = new(
        "customer.same_person", "These are one person already.", RefusalKind.State);

    public static readonly Refusal TooManyMerged = new(
        "customer.too_many_merged", $"At most {Customer.MaxMerged} customers are joined with one.", RefusalKind.Rule);

    public static readonly Refusal Erased = new(
        "customer.erased",
        "This customer was erased, and nothing is known of him any more. GET /customers/{id}/erasure shows what was erased.",
        RefusalKind.State);

    public static readonly Refusal NotMerged = new(
        "customer.not_merged", "This customer is joined with no other. Name the one that was joined with another.",
        RefusalKind.State);
}
