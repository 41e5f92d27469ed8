using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>Lists what people have to do, the newest first.</summary>
public sealed record ListTasks(TaskFilter Filter) : IRequest<Outcome<TaskPage>>
{
    internal sealed class Validator : AbstractValidator<ListTasks>
    {
        public Validator() => RuleFor(c => c.Filter.Limit).InclusiveBetween(1, Shape.MaxPage)
            .WithMessage($"Ask for 1 to {Shape.MaxPage}.").OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, ITeam team) : IRequestHandler<ListTasks, Outcome<TaskPage>>
    {
        public async Task<Outcome<TaskPage>> Handle(ListTasks query, CancellationToken ct) =>
            await team.Tasks(session.Tenant, query.Filter, ct);
    }
}

/// <summary>Gives a task to a colleague by name, whoever's turn it is.</summary>
public sealed record AssignTask(TaskId Task, MemberId Member) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<AssignTask, Outcome>
    {
        public async Task<Outcome> Handle(AssignTask command, CancellationToken ct)
        {
            if (await session.LoadFresh<HumanTask>(command.Task, ct) is not { } task)
            {
                return Refusal.NotFound("task");
            }

            if (await session.LoadFresh<TeamMember>(command.Member, ct) is not { } member)
            {
                return Refusal.NotFound("member");
            }

            if (member.Left)
            {
                return TeamRefusals.Left;
            }

            var now = clock.GetUtcNow();
            var decision = TaskDecider.Assign(
                task, member.Id, [new Candidate(member.Id, member.LastGivenAt, CandidateFit.Eligible)], now);
            if (decision is { Refusal: { } refusal })
            {
                return refusal;
            }

            if (decision.Events.Count > 0)
            {
                var given = TeamDecider.Give(member, command.Task, now);
                if (given.Refusal is { } offline)
                {
                    return offline;
                }

                session.Append<TeamMember>(member.Id, given);
                session.Append<HumanTask>(command.Task, decision);
                session.Schedule(PassTaskOn.Timer(
                    command.Task, now + await PassTaskOn.Patience(profiles, session.Tenant, ct)));
                if (await session.Load<Ticket>(task.Opened.Ticket, ct) is not null)
                {
                    session.Append<Ticket>(task.Opened.Ticket, (Decision<TicketEvent>)new TicketAssigned(member.Id, now));
                }
            }

            var version = session.VersionOf(command.Task);
            await session.Save(ct);
            return new Outcome(version, null);
        }
    }
}
