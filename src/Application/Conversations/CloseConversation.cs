using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>A colleague closes a conversation; its ticket is resolved. A new message of the citizen opens a new one.</summary>
/// <param name="Resolution">What was done, for the file; null for nothing to say.</param>
public sealed record CloseConversation(ConversationId Conversation, string? Resolution) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<CloseConversation>
    {
        private const int MaxResolution = 4_000;

        public Validator() => RuleFor(c => c.Resolution).Must(r => r is null || Shape.IsText(r, MaxResolution))
            .WithMessage($"Write 1 to {MaxResolution} characters, or leave it out.");
    }

    internal sealed class Handler(IEventSession session, Colleagues colleagues, Handover handover, TimeProvider clock)
        : IRequestHandler<CloseConversation, Outcome>
    {
        public async Task<Outcome> Handle(CloseConversation command, CancellationToken ct)
        {
            var acting = await colleagues.On(command.Conversation, ct);
            if (acting.Refusal is { } refusal)
            {
                return refusal;
            }

            var (member, talk) = acting.Value!;
            if (!talk.AgentOn && await colleagues.Claim(talk, member, ct) is { } taken)
            {
                return taken;
            }

            var now = clock.GetUtcNow();
            talk = (await session.Load<Conversation>(talk.Id, ct))!;
            var about = await colleagues.TicketAbout(talk, ct);
            await handover.Finish(talk, member, "closed", ct);
            if (talk.Session is { } open)
            {
                session.Append<Conversation>(talk.Id, ConversationDecider.EndSession(talk, open.Id, "ended", now));
            }

            if (about is { IsOver: false } ticket)
            {
                var resolution = command.Resolution is { } text ? StorableText.Clean(text.Trim()) : null;
                session.Append<Ticket>(ticket.Id, TellReporter.PlanAfterTalk(
                    session, ticket, TicketDecider.Resolve(ticket, resolution, now), now));
            }

            session.Append<Conversation>(talk.Id, ConversationDecider.Close(talk, "staff", now));
            session.Schedule(LearnFromConversation.Timer(talk.Id, now));
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
