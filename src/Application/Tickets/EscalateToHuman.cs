using System.Text.RegularExpressions;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Hands a ticket to people.</summary>
/// <param name="Reason">A reason code: <c>human_request</c>.</param>
/// <param name="Evidence">The words that led to it, or null.</param>
public sealed partial record EscalateToHuman(TicketId Ticket, string Reason, string? Evidence, long ExpectedVersion)
    : IRequest<Outcome>
{
    internal sealed partial class Validator : AbstractValidator<EscalateToHuman>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(r => r is not null && ReasonCode().IsMatch(r))
                .WithMessage("Give a reason code of lower-case letters, digits and underscores, such as human_request.");
            RuleFor(c => c.Evidence).MaximumLength(1_000);
        }

        [GeneratedRegex("^[a-z][a-z0-9_]{2,49}$")]
        private static partial Regex ReasonCode();
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<EscalateToHuman, Outcome>
    {
        public Task<Outcome> Handle(EscalateToHuman command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket,
            ticket => TicketDecider.Escalate(
                ticket, command.Reason, command.Evidence is { } e ? StorableText.Clean(e) : null, clock.GetUtcNow()),
            ct,
            command.ExpectedVersion);
    }
}
