namespace CleanFte.Domain.Customers;

/// <summary>A person, across channels.</summary>
public sealed record Customer(CustomerId Id, string? Name, DateTimeOffset CreatedAt) : IStream<Customer>
{
    public const int MaxRoles = 20;

    public static string StreamType => "customer";

    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>What he is to the tenant: <c>parent</c>, <c>volunteer</c>; opens services.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Since when he wants only answers to what he writes; null where he does not mind.</summary>
    public DateTimeOffset? OptedOutAt { get; init; }

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
        RoleGranted r => customer! with { Roles = [.. customer.Roles.Where(x => x != r.Role), r.Role] },
        ConsentChanged c => customer! with { OptedOutAt = c.Allowed ? null : c.At },
        RoleRevoked r => customer! with { Roles = [.. customer.Roles.Where(x => x != r.Role)] },
        _ => customer,
    };
}

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

    public static Decision<CustomerEvent> Grant(Customer customer, string role, DateTimeOffset now) => customer.Roles switch
    {
        var roles when roles.Contains(role) => Decision.Nothing,
        { Count: >= Customer.MaxRoles } => CustomerRefusals.TooManyRoles,
        _ => new RoleGranted(role, now),
    };

    public static Decision<CustomerEvent> Consent(Customer customer, bool allowed, string by, DateTimeOffset now) =>
        allowed == customer.OptedOutAt is null ? Decision.Nothing : new ConsentChanged(allowed, by, now);

    public static Decision<CustomerEvent> Revoke(Customer customer, string role, DateTimeOffset now) =>
        customer.Roles.Contains(role) ? new RoleRevoked(role, now) : Decision.Nothing;

    /// <summary>A claim adds nothing to what is verified, and must not undo it.</summary>
    public static Decision<CustomerEvent> Link(Customer customer, Identifier identifier, string by,
        DateTimeOffset now) =>
        customer.Identifiers.Any(i =>
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
}
