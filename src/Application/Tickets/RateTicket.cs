using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Keeps the reporter's verdict on the outcome.</summary>
/// <param name="Answer">Makes the stored answer of an idempotent request from the version afterwards.</param>
public sealed record RateTicket(
    TicketId Ticket, int Rating, string? Comment, Func<long, IdempotentAnswer>? Answer = null) : IRequest<Outcome>
{
    public const int MaxComment = 1_000;

    internal sealed class Validator : AbstractValidator<RateTicket>
    {
        public Validator() =>
            RuleFor(c => c.Comment).MaximumLength(MaxComment).WithMessage("Write at most 1,000 characters.");
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<RateTicket, Outcome>
    {
        public Task<Outcome> Handle(RateTicket command, CancellationToken ct)
        {
            var comment = command.Comment is { } text ? StorableText.Clean(text) : null;
            return session.Decide<Ticket>(
                command.Ticket,
                ticket => TicketDecider.GiveFeedback(ticket, command.Rating, comment, clock.GetUtcNow()), ct,
                remember: command.Answer);
        }
    }
}
