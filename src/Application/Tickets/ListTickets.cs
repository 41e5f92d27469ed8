using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Lists tickets, newest first, page by page.</summary>
/// <param name="Customer">Those of the person that this customer is; null for everybody's.</param>
public sealed record ListTickets(TicketFilter Filter, Guid? Customer = null) : IRequest<Outcome<TicketPage>>
{
    /// <summary>Tickets in one page.</summary>
    public const int MaxLimit = 200;

    internal sealed class Validator : AbstractValidator<ListTickets>
    {
        public Validator() =>
            RuleFor(q => q.Filter.Limit).InclusiveBetween(1, MaxLimit).OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, Persons persons, ITicketQueries tickets)
        : IRequestHandler<ListTickets, Outcome<TicketPage>>
    {
        public async Task<Outcome<TicketPage>> Handle(ListTickets query, CancellationToken ct)
        {
            var filter = query.Filter;
            if (query.Customer is { } id)
            {
                filter = filter with { Customers = [.. (await persons.Of(id, ct)).Select(c => c.Id.Value)] };
            }

            return await tickets.List(session.Tenant, filter, ct);
        }
    }
}
