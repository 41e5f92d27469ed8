using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Everything that happened to a ticket, oldest first.</summary>
public sealed record ShowTicketEvents(Guid Ticket) : IRequest<Outcome<IReadOnlyList<StoredEvent>>>
{
    internal sealed class Handler(IEventSession session, ITicketQueries tickets)
        : IRequestHandler<ShowTicketEvents, Outcome<IReadOnlyList<StoredEvent>>>
    {
        public async Task<Outcome<IReadOnlyList<StoredEvent>>> Handle(ShowTicketEvents query, CancellationToken ct) =>
            new(await tickets.Events(session.Tenant, query.Ticket, ct), null);
    }
}
