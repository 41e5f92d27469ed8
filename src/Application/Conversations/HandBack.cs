using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>A colleague hands a conversation back; the agent answers what comes from now on.</summary>
public sealed record HandBack(ConversationId Conversation) : IRequest<Outcome>
{
    internal sealed class Handler(
        IEventSession session, Colleagues colleagues, Handover handover, IAgentSwitches switches, TimeProvider clock)
        : IRequestHandler<HandBack, Outcome>
    {
        private static readonly Refusal NoAgent = new(
            "agent.off", "The agent is switched off here. An administrator can switch it on: PUT /admin/agent.",
            RefusalKind.State);

        public async Task<Outcome> Handle(HandBack command, CancellationToken ct)
        {
            var acting = await colleagues.On(command.Conversation, ct);
            if (acting.Refusal is { } refusal)
            {
                return refusal;
            }

            var (member, talk) = acting.Value!;
            if (!(await switches.Read(session.Tenant, ct)).IsOn(talk.Account))
            {
                return NoAgent;
            }

            if (!talk.AgentOn && await colleagues.Claim(talk, member, ct) is { } taken)
            {
                return taken;
            }

            var now = clock.GetUtcNow();
            talk = (await session.Load<Conversation>(talk.Id, ct))!;
            var about = await colleagues.TicketAbout(talk, ct);
            await handover.Finish(talk, member, "handed_back", ct);
            session.Append<Conversation>(talk.Id, ConversationDecider.Resume(talk, now));
            if (about is { Status: TicketStatus.Escalated } ticket)
            {
                session.Append<Ticket>(ticket.Id, TellReporter.PlanAfterTalk(
                    session, ticket, TicketDecider.ChangeStatus(ticket, TicketStatus.InProgress, now), now));
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
