using CleanFte.Application.Ports;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Lists tickets, newest first, page by page.</summary>
public sealed record ListTickets(TicketFilter Filter) : IRequest<Outcome<TicketPage>>
{
    /// <summary>Tickets in one page.</summary>
    public const int MaxLimit = 200;

    internal sealed class Validator : AbstractValidator<ListTickets>
    {
        public Validator() =>
            RuleFor(q => q.Filter.Limit).InclusiveBetween(1, MaxLimit).OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, ITicketQueries tickets)
        : IRequestHandler<ListTickets, Outcome<TicketPage>>
    {
        public async Task<Outcome<TicketPage>> Handle(ListTickets query, CancellationToken ct) =>
            await tickets.List(session.Tenant, query.Filter, ct);
    }
}
