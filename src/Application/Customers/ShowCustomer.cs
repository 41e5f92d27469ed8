using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>A customer and how he is recognised.</summary>
public sealed record ShowCustomer(Guid Customer) : IRequest<Outcome<CustomerView>>
{
    internal sealed class Handler(IEventSession session, ICustomerQueries customers)
        : IRequestHandler<ShowCustomer, Outcome<CustomerView>>
    {
        public async Task<Outcome<CustomerView>> Handle(ShowCustomer query, CancellationToken ct) =>
            await customers.Find(session.Tenant, query.Customer, ct) is { } customer
                ? customer
                : Refusal.NotFound("customer");
    }
}
