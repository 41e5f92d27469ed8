using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Everything that happened to a ticket, oldest first.</summary>
public sealed record ShowTicketEvents(Guid Ticket) : IRequest<Outcome<IReadOnlyList<StoredEvent>>>
{
    internal sealed class Handler(IEventSession session, ITicketQueries tickets)
        : IRequestHandler<ShowTicketEvents, Outcome<IReadOnlyList<StoredEvent>>>
    {
        public async Task<Outcome<IReadOnlyList<StoredEvent>>> Handle(ShowTicketEvents query, CancellationToken ct) =>
            await tickets.Events(session.Tenant, query.Ticket, ct) is { Count: > 0 } events
                ? new Outcome<IReadOnlyList<StoredEvent>>(events, null)
                : Refusal.NotFound("ticket");
    }
}
