using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Takes a resolved ticket up again.</summary>
public sealed record ReopenTicket(TicketId Ticket, string? Reason, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<ReopenTicket>
    {
        public Validator() =>
            RuleFor(c => c.Reason).MaximumLength(1_000);
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ReopenTicket, Outcome>
    {
        public Task<Outcome> Handle(ReopenTicket command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket, ticket => TicketDecider.Reopen(ticket, command.Reason is { } text ? StorableText.Clean(
                text) : null, clock.GetUtcNow()), ct, command.ExpectedVersion);
    }
}
