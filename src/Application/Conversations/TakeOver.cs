using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// A colleague takes a conversation over: from the agent, who is silent from then on, or what waits for people. Taking twice
/// is once.
/// </summary>
public sealed record TakeOver(ConversationId Conversation) : IRequest<Outcome>
{
    public const string Reason = "taken_over";

    internal sealed class Handler(IEventSession session, Colleagues colleagues) : IRequestHandler<TakeOver, Outcome>
    {
        public async Task<Outcome> Handle(TakeOver command, CancellationToken ct)
        {
            var acting = await colleagues.On(command.Conversation, ct);
            if (acting.Refusal is { } refusal)
            {
                return refusal;
            }

            var (member, talk) = acting.Value!;
            if ((talk.AgentOn ? await colleagues.Take(talk, member, ct) : await colleagues.Claim(talk, member, ct)) is { } taken)
            {
                return taken;
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
