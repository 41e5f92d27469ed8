using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>A session as it is, or as it was when it ended.</summary>
public sealed record ShowSession(Guid Session) : IRequest<Outcome<SessionView>>
{
    internal sealed class Handler(
        IEventSession session, ISessionQueries sessions, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<ShowSession, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(ShowSession query, CancellationToken ct)
        {
            if (await sessions.Find(session.Tenant, query.Session, ct) is not { } log
                || await session.Load<Conversation>(log.Conversation, ct) is not { } conversation)
            {
                return Refusal.NotFound("session");
            }

            var idle = TimeSpan.FromMinutes((await profiles.Of(session.Tenant, ct)).SessionIdleMinutes);
            var (state, ended) = Fold(log.Events);
            var expiresAt = conversation.Session?.Id == state.Id ? conversation.SessionExpiry(idle) : null;
            if (ended is null && expiresAt <= clock.GetUtcNow())
            {
                // Its timer is about to say so.
                ended = new SessionEnded(state.Id, "expired", expiresAt.Value);
            }

            return SessionView.Of(conversation, state, expiresAt, ended?.At, ended?.Reason);
        }

        private static (Session State, SessionEnded? Ended) Fold(IReadOnlyList<ConversationEvent> events)
        {
            var opened = (SessionOpened)events[0];
            var state = new Session(
                opened.Session, opened.ServiceCode, opened.Ticket, opened.TrackingNumber, opened.At);
            state = events.OfType<SessionAdvanced>().Aggregate(state, (s, e) => s.After(e));
            return (state, events.OfType<SessionEnded>().LastOrDefault());
        }
    }
}
