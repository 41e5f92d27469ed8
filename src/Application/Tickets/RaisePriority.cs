using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Makes a ticket more pressing.</summary>
public sealed record RaisePriority(TicketId Ticket, Priority Priority, string Reason, long? ExpectedVersion)
    : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<RaisePriority>
    {
        public Validator() =>
            RuleFor(c => c.Reason).NotEmpty().MaximumLength(200);
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<RaisePriority, Outcome>
    {
        public Task<Outcome> Handle(RaisePriority command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket, ticket => TicketDecider.RaisePriority(ticket, command.Priority,
                StorableText.Clean(command.Reason), clock.GetUtcNow()), ct, command.ExpectedVersion);
    }
}
