using System.Text.RegularExpressions;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>Hands a ticket to people; in the conversation about it the agent is silent from then on.</summary>
/// <param name="Reason">A reason code: <c>human_request</c>.</param>
/// <param name="Evidence">The words that led to it, or null.</param>
/// <param name="ExpectedVersion">The ticket's; null when it does not matter.</param>
public sealed partial record EscalateToHuman(TicketId Ticket, string Reason, string? Evidence, long? ExpectedVersion)
    : IRequest<Outcome>
{
    /// <summary>Characters of the evidence.</summary>
    public const int MaxEvidence = 1_000;

    /// <summary>Whether it is a code, and not somebody's words.</summary>
    internal static bool IsReasonCode(string? reason) => reason is not null && ReasonCode().IsMatch(reason);

    [GeneratedRegex("^[a-z][a-z0-9_]{2,49}$")]
    private static partial Regex ReasonCode();

    internal sealed class Validator : AbstractValidator<EscalateToHuman>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(IsReasonCode)
                .WithMessage("Give a reason code of lower-case letters, digits and underscores, such as human_request.");
            RuleFor(c => c.Evidence).MaximumLength(MaxEvidence);
        }
    }

    internal sealed class Handler(IEventSession session, Handover handover, SystemReplies replies)
        : IRequestHandler<EscalateToHuman, Outcome>
    {
        public async Task<Outcome> Handle(EscalateToHuman command, CancellationToken ct)
        {
            if (await session.LoadFresh<Ticket>(command.Ticket, ct) is not { } ticket)
            {
                return Refusal.NotFound(Domain.Tickets.Ticket.StreamType);
            }

            var version = session.VersionOf(command.Ticket);
            if (command.ExpectedVersion is { } expected && expected != version)
            {
                return Refusal.Stale(version);
            }

            if (ticket.IsOver)
            {
                return TicketRefusals.AlreadyResolved;
            }

            var cause = new HandoverCause(
                command.Reason, command.Evidence is { } words ? StorableText.Clean(words) : null);
            var talk = await TalkAbout(ticket, ct);
            if (await handover.Begin(talk, ticket, cause, ct) is { } handed && talk is not null)
            {
                await replies.TellHandedOver(talk.Id, ticket, handed, ct);
            }

            var after = session.VersionOf(command.Ticket);
            await session.Save(ct);
            return new Outcome(after, null);
        }

        /// <summary>The conversation in which the agent speaks about the ticket; it is to stop.</summary>
        private async Task<Conversation?> TalkAbout(Ticket ticket, CancellationToken ct) =>
            ticket.Conversation is { } talk
            && await session.LoadFresh<Conversation>(talk, ct) is { Closed: false, AgentOn: true } conversation
            && conversation.Session?.Ticket == ticket.Id
                ? conversation
                : null;
    }
}
