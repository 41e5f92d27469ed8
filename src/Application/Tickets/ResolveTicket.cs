using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Ends a ticket's work; the reporter can still reopen it.</summary>
public sealed record ResolveTicket(TicketId Ticket, string? Resolution, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<ResolveTicket>
    {
        public Validator() =>
            RuleFor(c => c.Resolution).MaximumLength(4_000);
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ResolveTicket, Outcome>
    {
        public Task<Outcome> Handle(ResolveTicket command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket,
            ticket =>
            {
                var now = clock.GetUtcNow();
                session.Schedule(FinishTicketTasks.Timer(command.Ticket, now));
                return TellReporter.Plan(
                    session, ticket,
                    TicketDecider.Resolve(ticket, command.Resolution is { } text ? StorableText.Clean(text) : null, now), now);
            },
            ct,
            command.ExpectedVersion);
    }
}
