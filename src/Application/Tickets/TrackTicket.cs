using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Finds a ticket by its id or its tracking number, however it is spelt.</summary>
public sealed record TrackTicket(string Ticket) : IRequest<Outcome<TicketView>>
{
    private static readonly Refusal Unreadable = new(
        "ticket.number_unreadable",
        "This is no tracking number. It looks like TKT-7F3K-92QD20; one symbol may have been misread.",
        RefusalKind.Shape,
        "ticket");

    internal sealed class Handler(IEventSession session, ITicketQueries tickets)
        : IRequestHandler<TrackTicket, Outcome<TicketView>>
    {
        public async Task<Outcome<TicketView>> Handle(TrackTicket query, CancellationToken ct)
        {
            string reference;
            if (Guid.TryParse(query.Ticket, out var id))
            {
                reference = id.ToString();
            }
            else if (TrackingNumber.TryParse(query.Ticket, out var number))
            {
                reference = number.Value;
            }
            else
            {
                return Unreadable;
            }

            return await tickets.Find(session.Tenant, reference,
                ct) is { } ticket ? ticket : Refusal.NotFound("ticket");
        }
    }
}
