using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Closes a conversation nobody has written in for long, or sets its timer anew.</summary>
public sealed record CloseIdleConversation(LedgerRow Row, ConversationId Conversation) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<CloseIdleConversation, Outcome>
    {
        public async Task<Outcome> Handle(CloseIdleConversation command, CancellationToken ct)
        {
            var conversation = await session.Load<Conversation>(command.Conversation, ct);
            if (conversation is { Closed: false })
            {
                var decision = ConversationDecider.CloseIfIdle(conversation, clock.GetUtcNow());
                session.Append<Conversation>(command.Conversation, decision);
                if (decision.Events.Count == 0)
                {
                    session.Schedule(new TimerRow(
                        command.Conversation, Reception.IdleClose, conversation.LastMessageAt + Domain.Conversations.Conversation.IdleLimit,
                        default));
                }
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
