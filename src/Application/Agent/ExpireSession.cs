using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Agent;

/// <summary>
/// Ends a session nobody has used for long, or sets its timer anew. A question that was answered is then done with.
/// </summary>
public sealed record ExpireSession(LedgerRow Row, ConversationId Conversation) : IRequest<Outcome>
{
    public const string TimerKind = "session";

    /// <summary>The timer that looks at a session again; a conversation has one session at a time.</summary>
    public static TimerRow Timer(ConversationId conversation, Guid session, DateTimeOffset due) =>
        new(conversation, TimerKind, due, session.ToByteArray());

    internal sealed class Handler(IEventSession session, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<ExpireSession, Outcome>
    {
        public async Task<Outcome> Handle(ExpireSession command, CancellationToken ct)
        {
            var id = new Guid(command.Row.Payload.Span);
            var conversation = await session.Load<Conversation>(command.Conversation, ct);
            if (conversation?.Session is { } open && open.Id == id)
            {
                var profile = await profiles.Of(session.Tenant, ct);
                await Look(conversation, open, TimeSpan.FromMinutes(profile.SessionIdleMinutes), ct);
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task Look(Conversation conversation, Session open, TimeSpan idle, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var decision = ConversationDecider.ExpireSession(conversation, open.Id, idle, now);
            session.Append<Conversation>(conversation.Id, decision);
            if (decision.Events.Count == 0)
            {
                session.Schedule(Timer(conversation.Id, open.Id, conversation.SessionExpiry(idle)!.Value));
                return;
            }

            if (open is { Answered: true, Ticket: { } id }
                && await session.Load<Ticket>(id, ct) is { Status: TicketStatus.Open } ticket)
            {
                session.Append<Ticket>(id, TicketDecider.Resolve(ticket, "Answered by the agent.", now));
            }
        }
    }
}
