using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Team;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>A colleague comes or goes. Who comes takes what waits; who goes gives back what he has not done.</summary>
public sealed record SetPresence(MemberId Member, bool Online) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<SetPresence, Outcome>
    {
        public Task<Outcome> Handle(SetPresence command, CancellationToken ct) => session.Decide<TeamMember>(
            command.Member,
            member =>
            {
                var now = clock.GetUtcNow();
                var decision = command.Online
                    ? TeamDecider.GoOnline(member, now)
                    : TeamDecider.GoOffline(member, "own_choice", now);
                if (decision.Events.Count > 0)
                {
                    session.Schedule(RedistributeTasks.Timer(command.Member, now));
                    session.Schedule(EndForgottenPresence.Timer(command.Member, now + TeamMember.LongestPresence));
                }

                return decision;
            },
            ct);
    }
}

/// <summary>Sends home who has been online for longer than anybody works.</summary>
public sealed record EndForgottenPresence(LedgerRow Row, MemberId Member) : IRequest<Outcome>
{
    public const string TimerKind = "forgotten";

    public static TimerRow Timer(MemberId member, DateTimeOffset due) => new(member, TimerKind, due, default);

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<EndForgottenPresence, Outcome>
    {
        public async Task<Outcome> Handle(EndForgottenPresence command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var member = await session.LoadFresh<TeamMember>(command.Member, ct);
            if (member is not null
                && TeamDecider.Forget(member, now) is { Events.Count: > 0 } forgotten)
            {
                session.Append<TeamMember>(command.Member, forgotten);
                session.Schedule(RedistributeTasks.Timer(command.Member, now));
            }
            else if (member is { OnlineSince: { } since })
            {
                session.Schedule(Timer(command.Member, since + TeamMember.LongestPresence).NotBefore(now));
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
