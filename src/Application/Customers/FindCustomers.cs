using CleanFte.Application.Ports;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Customers with a phone number, an e-mail address or a provider's id, verified ones first.</summary>
public sealed record FindCustomers(string Identifier) : IRequest<Outcome<IReadOnlyList<CustomerView>>>
{
    /// <summary>Longer than any e-mail address.</summary>
    public const int MaxLength = 320;

    internal sealed class Validator : AbstractValidator<FindCustomers>
    {
        public Validator() => RuleFor(q => q.Identifier).NotEmpty().MaximumLength(MaxLength);
    }

    internal sealed class Handler(IEventSession session, IChannels channels, ICustomerQueries customers)
        : IRequestHandler<FindCustomers, Outcome<IReadOnlyList<CustomerView>>>
    {
        public async Task<Outcome<IReadOnlyList<CustomerView>>> Handle(FindCustomers query, CancellationToken ct) =>
            new(
                await customers.FindByIdentifier(
                    session.Tenant, query.Identifier,
                    [.. channels.Accounts.Where(a => a.Tenant == session.Tenant).Select(a => a.Name)], ct),
                null);
    }
}
