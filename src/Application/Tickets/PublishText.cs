using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Publishes what everybody may read of a ticket.</summary>
public sealed record PublishText(TicketId Ticket, string Text, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<PublishText>
    {
        public Validator() =>
            RuleFor(c => c.Text).Must(t => t?.Trim().Length is >= 1 and <= 4_000)
                .WithMessage("Write 1 to 4,000 characters.");
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<PublishText, Outcome>
    {
        public Task<Outcome> Handle(PublishText command, CancellationToken ct) => session.Decide<Ticket>(
            command.Ticket, ticket => TicketDecider.PublishText(ticket, StorableText.Clean(command.Text.Trim()),
                clock.GetUtcNow()), ct, command.ExpectedVersion);
    }
}
