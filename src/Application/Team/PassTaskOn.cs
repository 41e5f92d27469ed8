using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Team;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>
/// A task that was not claimed in the tenant's time goes to the next who has not had it, or waits for anybody. One that found
/// nobody is looked at once more: somebody may have come while it was opened.
/// </summary>
public sealed record PassTaskOn(LedgerRow Row, TaskId Task) : IRequest<Outcome>
{
    public const string TimerKind = "claim";

    public static TimerRow Timer(TaskId task, DateTimeOffset due) => new(task, TimerKind, due, default);

    internal static async Task<TimeSpan> Patience(ITenantProfiles profiles, string tenant, CancellationToken ct) =>
        TimeSpan.FromMinutes((await profiles.Of(tenant, ct)).Handover.ClaimMinutes);

    internal sealed class Handler(
        IEventSession session, Assignment assignment, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<PassTaskOn, Outcome>
    {
        public async Task<Outcome> Handle(PassTaskOn command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            switch (await session.LoadFresh<HumanTask>(command.Task, ct))
            {
                case { State: TaskState.Waiting }:
                    await assignment.Give(command.Task, ct);
                    break;
                case { State: TaskState.Assigned, Member: { } member, AssignedAt: { } since } task:
                    var due = since + await Patience(profiles, session.Tenant, ct);
                    if (now < due)
                    {
                        session.Schedule(Timer(command.Task, due).NotBefore(now));
                        break;
                    }

                    session.Append<HumanTask>(command.Task, TaskDecider.Return(task, member, "not_claimed", now));
                    await assignment.Give(command.Task, ct);
                    break;
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}
