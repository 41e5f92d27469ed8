namespace CleanFte.Domain.Customers;

/// <summary>A person, across channels.</summary>
public sealed record Customer(CustomerId Id, string? Name, DateTimeOffset CreatedAt) : IStream<Customer>
{
    public static string StreamType => "customer";

    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

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
        _ => customer,
    };
}

/// <summary>One way to recognise a person.</summary>
public readonly record struct Identifier(IdentifierKind Kind, string Value, Verification Verification);

/// <summary>What may be recorded of a person.</summary>
public static class CustomerDecider
{
    public static Decision<CustomerEvent> Register(
        Customer? customer, CustomerId id, string? name, IReadOnlyList<Identifier> identifiers, string by, DateTimeOffset now)
    {
        if (customer is not null)
        {
            return Decision.Nothing;
        }

        List<CustomerEvent> events = [new CustomerRegistered(id, name, now)];
        events.AddRange(identifiers.Select(i => new IdentifierLinked(i.Kind, i.Value, i.Verification, by, now)));
        return events;
    }

    public static Decision<CustomerEvent> Link(Customer customer, Identifier identifier, string by, DateTimeOffset now) =>
        customer.Identifiers.Contains(identifier)
            ? Decision.Nothing
            : new IdentifierLinked(identifier.Kind, identifier.Value, identifier.Verification, by, now);
}
