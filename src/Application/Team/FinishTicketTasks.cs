using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>Once a ticket is resolved or closed, what people had to do about it is done, and the agent listens again.</summary>
public sealed record FinishTicketTasks(LedgerRow Row, TicketId Ticket) : IRequest<Outcome>
{
    public const string TimerKind = "ticket_over";

    private const int MaxTasks = 100;

    public static TimerRow Timer(TicketId ticket, DateTimeOffset now) => new(ticket, TimerKind, now, default);

    internal sealed class Handler(IEventSession session, ITeam team, TimeProvider clock)
        : IRequestHandler<FinishTicketTasks, Outcome>
    {
        public async Task<Outcome> Handle(FinishTicketTasks command, CancellationToken ct)
        {
            if (await session.LoadFresh<Ticket>(command.Ticket, ct) is { IsOver: true } ticket)
            {
                if (ticket.Conversation is { } talk)
                {
                    session.Schedule(LearnFromConversation.Timer(talk, clock.GetUtcNow()));
                }

                foreach (var id in await team.TasksAbout(session.Tenant, command.Ticket, MaxTasks, ct))
                {
                    // What was opened since is about something new.
                    var task = (await session.LoadFresh<HumanTask>(id, ct))!;
                    if (task.Opened.At <= ticket.ResolvedAt)
                    {
                        await Finish(task, ct);
                    }
                }
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task Finish(HumanTask task, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            session.Append<HumanTask>(task.Opened.Task, TaskDecider.Complete(task, null, "resolved", now));
            if (task.Opened.Conversation is { } id
                && await session.LoadFresh<Conversation>(id, ct) is { Closed: false } talk && talk.Task == task.Opened.Task)
            {
                session.Append<Conversation>(id, ConversationDecider.Resume(talk, now));
            }
        }
    }
}
