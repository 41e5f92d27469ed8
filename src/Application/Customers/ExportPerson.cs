using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Finds whose data is exported: the root of the customer's person.</summary>
public sealed record ExportPerson(Guid Customer) : IRequest<Outcome<ExportedPerson>>
{
    internal sealed class Handler(Persons persons) : IRequestHandler<ExportPerson, Outcome<ExportedPerson>>
    {
        public async Task<Outcome<ExportedPerson>> Handle(ExportPerson query, CancellationToken ct) =>
            await persons.RootOf(query.Customer, ct) is { } root
                ? new ExportedPerson(root.Id)
                : Refusal.NotFound(Domain.Customers.Customer.StreamType);
    }
}

public sealed record ExportedPerson(Guid Root);

/// <summary>Writes everything that is stored of a person.</summary>
public interface IPersonExport
{
    /// <summary>
    /// One JSON object: <c>customers</c>, <c>tickets</c>, <c>messages</c> in time order, <c>files</c> with their content in base64,
    /// and <c>events</c>, all that was recorded of him. Written as it is read, so its size is not bounded by memory.
    /// </summary>
    Task Write(string tenant, ExportedPerson person, Stream output, CancellationToken ct);
}
