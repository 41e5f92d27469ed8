using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>A customer, how he is recognised, and what is open to him.</summary>
public sealed record ShowCustomer(Guid Customer) : IRequest<Outcome<CustomerView>>
{
    internal sealed class Handler(IEventSession session, Persons persons, ICustomerQueries customers)
        : IRequestHandler<ShowCustomer, Outcome<CustomerView>>
    {
        public async Task<Outcome<CustomerView>> Handle(ShowCustomer query, CancellationToken ct) =>
            await customers.Find(session.Tenant, query.Customer, ct) is { } view
                ? view with { Roles = Persons.RolesOf(await persons.Of(view.Id, ct)) }
                : Refusal.NotFound("customer");
    }
}
