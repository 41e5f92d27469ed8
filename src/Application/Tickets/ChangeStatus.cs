using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Moves a ticket on. Resolving this way says nothing of what was done; <see cref="ResolveTicket"/> does.
/// </summary>
public sealed record ChangeStatus(TicketId Ticket, TicketStatus Status, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ChangeStatus, Outcome>
    {
        public Task<Outcome> Handle(ChangeStatus command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket,
            ticket =>
            {
                if (command.Status is TicketStatus.Resolved or TicketStatus.Closed)
                {
                    session.Schedule(FinishTicketTasks.Timer(command.Ticket, clock.GetUtcNow()));
                }

                var now = clock.GetUtcNow();
                return TellReporter.Plan(session, ticket, TicketDecider.ChangeStatus(ticket, command.Status, now), now);
            },
            ct,
            command.ExpectedVersion);
    }
}
