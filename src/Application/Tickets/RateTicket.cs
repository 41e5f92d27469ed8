using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Keeps the reporter's verdict on the outcome.</summary>
public sealed record RateTicket(TicketId Ticket, int Rating, string? Comment, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<RateTicket>
    {
        public Validator() =>
            RuleFor(c => c.Comment).MaximumLength(1_000);
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<RateTicket, Outcome>
    {
        public Task<Outcome> Handle(RateTicket command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket, ticket => TicketDecider.GiveFeedback(ticket, command.Rating, command.Comment is { } text ? StorableText.Clean(text) : null, clock.GetUtcNow()), ct, command.ExpectedVersion);
    }
}
