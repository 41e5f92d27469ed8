using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Closes a conversation nobody has written in for long, or sets its timer anew.</summary>
public sealed record CloseIdleConversation(LedgerRow Row, ConversationId Conversation) : IRequest<Outcome>
{
    public const string TimerKind = "idle_close";

    /// <summary>The timer that looks at a conversation again.</summary>
    public static TimerRow Timer(ConversationId conversation, DateTimeOffset lastMessageAt) =>
        new(conversation, TimerKind, lastMessageAt + Domain.Conversations.Conversation.IdleLimit, default);

    internal sealed class Handler(IEventSession session, TimeProvider clock)
        : IRequestHandler<CloseIdleConversation, Outcome>
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
                    var looked = conversation.Task is null ? conversation.LastMessageAt : clock.GetUtcNow();
                    session.Schedule(Timer(command.Conversation, looked).NotBefore(clock.GetUtcNow()));
                }
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
