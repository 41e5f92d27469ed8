using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain.Team;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>
/// After somebody's presence has changed: who went gives back what he has not done, and who came takes what waits and fits.
/// One task per run; the timer is set again as long as there is another.
/// </summary>
public sealed record RedistributeTasks(LedgerRow Row, MemberId Member) : IRequest<Outcome>
{
    public const string TimerKind = "presence";

    /// <summary>Waiting tasks that are looked at for one that fits.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Of those that fit, so many may be with somebody by now or were had by everybody here.</summary>
    private const int MaxTried = 20;

    public static TimerRow Timer(MemberId member, DateTimeOffset due) => new(member, TimerKind, due, default);

    internal sealed class Handler(
        IEventSession session, ITeam team, ICatalogue catalogues, Assignment assignment, TimeProvider clock)
        : IRequestHandler<RedistributeTasks, Outcome>
    {
        public async Task<Outcome> Handle(RedistributeTasks command, CancellationToken ct)
        {
            var member = await session.LoadFresh<TeamMember>(command.Member, ct);
            var moved = member switch
            {
                null => false,
                { Online: false } => await GiveBack(member.Id, ct),
                _ => await TakeWaiting(ct),
            };
            if (moved)
            {
                session.Schedule(Timer(command.Member, clock.GetUtcNow()));
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task<bool> GiveBack(MemberId member, CancellationToken ct)
        {
            foreach (var id in await team.TasksOf(session.Tenant, member, 1, ct))
            {
                var task = (await session.LoadFresh<HumanTask>(id, ct))!;
                session.Append<HumanTask>(id, TaskDecider.Return(task, member, HumanTask.Offline, clock.GetUtcNow()));
                await assignment.Give(id, ct);
                return true;
            }

            return false;
        }

        /// <summary>Gives one of what waits away; what nobody here can do is not even loaded.</summary>
        private async Task<bool> TakeWaiting(CancellationToken ct)
        {
            var roster = await team.Online(session.Tenant, Assignment.MaxRoster, ct);
            var catalogue = await catalogues.Of(session.Tenant, ct);
            var fitting = (await team.Waiting(session.Tenant, MaxWaiting, ct)).Where(task => roster.Any(member =>
                RoundRobin.FitOf(member, task.ServiceCode, catalogue.Find(task.ServiceCode)?.Group, task.Language)
                    == CandidateFit.Eligible));
            foreach (var task in fitting.Take(MaxTried))
            {
                if (await session.LoadFresh<HumanTask>(task.Id, ct) is { State: TaskState.Waiting }
                    && await assignment.Give(task.Id, ct) is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
