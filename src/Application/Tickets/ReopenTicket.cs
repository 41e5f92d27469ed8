using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Takes a resolved ticket up again.</summary>
/// <param name="ByReporter">Whether he did it himself, and need not be told.</param>
/// <param name="Answer">Makes the stored answer of an idempotent request from the version afterwards.</param>
public sealed record ReopenTicket(
    TicketId Ticket, string? Reason, long? ExpectedVersion = null, bool ByReporter = false,
    Func<long, IdempotentAnswer>? Answer = null)
    : IRequest<Outcome>
{
    public const int MaxReason = 1_000;

    internal sealed class Validator : AbstractValidator<ReopenTicket>
    {
        public Validator() =>
            RuleFor(c => c.Reason).MaximumLength(MaxReason).WithMessage("Write at most 1,000 characters.");
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ReopenTicket, Outcome>
    {
        public Task<Outcome> Handle(ReopenTicket command, CancellationToken ct)
        {
            var reason = command.Reason is { } text ? StorableText.Clean(text) : null;
            return session.Decide<Ticket>(
                command.Ticket,
                ticket =>
                {
                    var now = clock.GetUtcNow();
                    var decision = TicketDecider.Reopen(ticket, reason, now);
                    return command.ByReporter ? decision : TellReporter.Plan(session, ticket, decision, now);
                },
                ct,
                command.ExpectedVersion,
                command.Answer);
        }
    }
}
