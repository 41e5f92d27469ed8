using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Team;

/// <summary>
/// Hands a ticket and its conversation to people, whoever causes it: everything is appended to one session, which the caller
/// saves.
/// </summary>
internal sealed class Handover(
    IEventSession session, Assignment assignment, ITeam team, IDeliveries deliveries, ITenantProfiles profiles, TimeProvider clock)
{
    /// <summary>What is done must not wait behind what has time.</summary>
    private const Priority Least = Priority.High;

    /// <summary>Silences the agent, opens the task and gives it to whoever's turn it is.</summary>
    /// <param name="talk">The conversation about the ticket; null where there is none.</param>
    /// <param name="ticket">What it is about, as this session has it.</param>
    /// <param name="cause">Why.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What was opened; null where people have it already.</returns>
    public async Task<HandedOverTask?> Begin(Conversation? talk, Ticket ticket, HandoverCause cause, CancellationToken ct)
    {
        // Read while the rest is read: whoever asked for a person waits for it. Where people have it already, nobody needs it.
        var reading = talk?.Task is null ? assignment.Roster(ct) : null;
        var opening = Open(talk, ticket, cause, ct);
        await Task.WhenAll(opening, reading ?? Task.CompletedTask);
        if (await opening is not { } task)
        {
            return null;
        }

        var roster = await (reading ?? assignment.Roster(ct));
        var opened = (await session.Load<HumanTask>(task, ct))!;
        return new HandedOverTask(task, opened switch
        {
            { State: not TaskState.Waiting } => opened.Member,
            _ when cause.IsRehearsal => await assignment.Preview(opened, roster, ct),
            _ => await Given(task, roster, ct),
        });
    }

    private async Task<MemberId?> Given(TaskId task, IReadOnlyList<TeamMember> roster, CancellationToken ct)
    {
        var member = await assignment.Give(task, roster, ct);
        if (member is null)
        {
            session.Schedule(PassTaskOn.Timer(
                task, clock.GetUtcNow() + await PassTaskOn.Patience(profiles, session.Tenant, ct)));
        }

        return member;
    }

    /// <summary>The same, where somebody answers already whom we do not know: nobody is given it.</summary>
    public Task<TaskId?> Leave(Conversation talk, Ticket ticket, HandoverCause cause, CancellationToken ct) =>
        Open(talk, ticket, cause, ct);

    /// <summary>The same, for somebody who takes it himself; refused where a colleague has claimed it.</summary>
    public async Task<Refusal?> Take(
        Conversation talk, Ticket ticket, HandoverCause cause, MemberId member, CancellationToken ct)
    {
        if (await Open(talk, ticket, cause, ct) is not { } task)
        {
            return null;
        }

        var claimed = TaskDecider.Claim((await session.Load<HumanTask>(task, ct))!, member, clock.GetUtcNow());
        if (claimed.Refusal is null)
        {
            session.Append<HumanTask>(task, claimed);
            session.Append<Ticket>(ticket.Id, (Decision<TicketEvent>)new TicketAssigned(member, clock.GetUtcNow()));
        }

        return claimed.Refusal;
    }

    /// <summary>What the citizen is told, and when people are back where nobody is there.</summary>
    public async Task<string> Tell(
        HandedOverTask? handed, string number, bool sorry, Manner manner, CancellationToken ct)
    {
        var profile = await profiles.Of(session.Tenant, ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
        var own = profile.Handover.Texts.GetValueOrDefault(manner.Language);
        return HandoverTexts.Of(
            manner, number, handed?.Member is not null, sorry, own, now, profile.Hours.NextOpening(now, zone));
    }

    /// <summary>Ends what people had to do here.</summary>
    public async Task Finish(Conversation talk, MemberId? member, string outcome, CancellationToken ct)
    {
        if (talk.Task is { } id && await session.Load<HumanTask>(id, ct) is { } task)
        {
            session.Append<HumanTask>(id, TaskDecider.Complete(task, member, outcome, clock.GetUtcNow()));
        }
    }

    private async Task<TaskId?> Open(Conversation? talk, Ticket ticket, HandoverCause cause, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await OpenTask(ticket, ct);
        var id = known ?? TaskId.New(now);
        var escalated = TicketDecider.Escalate(ticket, cause.Reason, cause.Evidence, now);
        var silenced = talk is null || cause.AgentGoesOn
            ? null
            : ConversationDecider.HandOver(talk, id, cause.Reason, cause.Evidence, now);
        if ((silenced ?? (Decision)escalated) is { Refusal: not null } or { Events.Count: 0 })
        {
            return null;
        }

        if (escalated.Refusal is null)
        {
            session.Append<Ticket>(ticket.Id, escalated);
        }

        if (silenced is not null)
        {
            await Silence(talk!, silenced, cause, ct);
        }

        if (known is not null)
        {
            return id;
        }

        session.Start<HumanTask>(id, TaskDecider.Open(null, new TaskOpened(
            id, TaskKind.Handoff, talk?.Id, ticket.Id, ticket.TrackingNumber, ticket.Channel,
            ticket.Priority > Least ? ticket.Priority : Least, cause.Reason, ticket.ServiceCode,
            talk?.Language ?? ticket.Language, now)));
        return id;
    }

    /// <summary>What people have to do about a ticket already, as about a message that could not be processed.</summary>
    private async Task<TaskId?> OpenTask(Ticket ticket, CancellationToken ct) =>
        ticket.Status == TicketStatus.Escalated
        && await team.TasksAbout(session.Tenant, ticket.Id, 1, ct) is [var id]
        && await session.LoadFresh<HumanTask>(id, ct) is { State: not TaskState.Done }
            ? id
            : null;

    /// <summary>
    /// The agent's last words that nobody has begun to send are taken back in the same save. What is being sent at the moment
    /// cannot be; should its sender let go of it, the claim does not give it out again.
    /// </summary>
    private async Task Silence(
        Conversation talk, Decision<ConversationEvent> silenced, HandoverCause cause, CancellationToken ct)
    {
        session.Append<Conversation>(talk.Id, silenced);
        if (cause.IsRehearsal || await deliveries.Unsent(session.Tenant, talk.Id, ct) is not { Count: > 0 } unsent)
        {
            return;
        }

        session.Append<Conversation>(
            talk.Id, (Decision<ConversationEvent>)new ReplyWithheld(unsent, "human_took_over", clock.GetUtcNow()));
        session.WithholdAgentReplies(talk.Id);
    }
}

/// <param name="Reason">A reason code: <c>human_request</c>.</param>
/// <param name="Evidence">The words that led to it, or null.</param>
/// <param name="AgentGoesOn">Whether the agent goes on answering what comes: people look at one message only.</param>
internal sealed record HandoverCause(
    string Reason, string? Evidence, bool IsRehearsal = false, bool AgentGoesOn = false);

/// <param name="Member">Who was given it; null while nobody is there.</param>
internal sealed record HandedOverTask(TaskId Task, MemberId? Member);
