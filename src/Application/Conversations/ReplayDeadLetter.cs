using CleanFte.Application.Integrators;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Has a dead letter processed or sent once more, with all its tries before it.</summary>
public sealed record ReplayDeadLetter(DeadLetterKind Kind, long Id) : IRequest<Outcome>
{
    private static readonly Refusal Withheld = new(
        "dead_letter.withheld",
        "The agent wrote this message and a human has taken the conversation over since; it is not sent any more.",
        RefusalKind.State);

    internal sealed class Validator : AbstractValidator<ReplayDeadLetter>
    {
        public Validator() => RuleFor(c => c.Kind).IsInEnum();
    }

    internal sealed class Handler(IEventSession session, IDeadLetters letters)
        : IRequestHandler<ReplayDeadLetter, Outcome>
    {
        public async Task<Outcome> Handle(ReplayDeadLetter command, CancellationToken ct) =>
            await letters.Replay(session.Tenant, command.Kind, command.Id, ct) switch
            {
                Replay.Unknown => Refusal.NotFound("dead_letter"),
                Replay.Withheld => Withheld,
                Replay.Disabled => ReplayDelivery.Disabled,
                _ => new Outcome(0, null),
            };
    }
}
