using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Switches the agent off in one conversation, at once; whoever's turn it is gets it. Switching it on is handing it back.
/// </summary>
public sealed record SwitchAgentHere(ConversationId Conversation, bool On) : IRequest<Outcome>
{
    internal sealed class Handler(
        ISender sender, IEventSession session, Colleagues colleagues, Handover handover, SystemReplies replies)
        : IRequestHandler<SwitchAgentHere, Outcome>
    {
        public async Task<Outcome> Handle(SwitchAgentHere command, CancellationToken ct)
        {
            if (command.On)
            {
                return await sender.Send(new HandBack(command.Conversation), ct);
            }

            if (await session.LoadFresh<Conversation>(command.Conversation, ct) is not { } talk)
            {
                return Refusal.NotFound("conversation");
            }

            if (talk.Closed)
            {
                return ConversationRefusals.Closed;
            }

            if (talk is { AgentOn: false, Task: not null })
            {
                return new Outcome(0, null);
            }

            var ticket = await colleagues.TicketOf(talk, ct);
            if (await handover.Begin(talk, ticket, new HandoverCause(AgentOff.Reason, null), ct) is { } handed)
            {
                await replies.TellHandedOver(talk.Id, ticket, handed, ct);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

/// <summary>Where the agent is switched off, people answer.</summary>
internal static class AgentOff
{
    public const string Reason = "agent_off";
}
