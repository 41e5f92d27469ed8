using System.Text.RegularExpressions;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Hands a ticket to people; in the conversation about it the agent is silent from then on.</summary>
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
        public async Task<Outcome> Handle(EscalateToHuman command, CancellationToken ct)
        {
            var evidence = command.Evidence is { } words ? StorableText.Clean(words) : null;
            var talk = await TalkAbout(command.Ticket, ct);
            var handedOver = false;
            return await session.Decide<Ticket>(
                command.Ticket,
                ticket =>
                {
                    var decision = TicketDecider.Escalate(ticket, command.Reason, evidence, clock.GetUtcNow());
                    if (decision.Events.Count > 0 && talk is not null)
                    {
                        // Decided anew after a lost race, which forgot the conversation too: from the start, then.
                        handedOver = handedOver ? throw new LostRaceException() : true;
                        session.Append<Conversation>(
                            talk.Id, ConversationDecider.HandOver(talk, command.Reason, evidence, clock.GetUtcNow()));
                        session.WithholdAgentReplies(talk.Id);
                    }

                    return decision;
                },
                ct,
                command.ExpectedVersion);
        }

        /// <summary>The conversation in which the agent speaks about the ticket; it is to stop.</summary>
        private async Task<Conversation?> TalkAbout(TicketId id, CancellationToken ct) =>
            await session.Load<Ticket>(id, ct) is { Conversation: { } talk }
            && await session.Load<Conversation>(talk, ct) is { Closed: false, AgentOn: true } conversation
            && conversation.Session?.Ticket == id
                ? conversation
                : null;
    }
}
