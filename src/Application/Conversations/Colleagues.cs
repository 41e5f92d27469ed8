using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Conversations;

/// <summary>What colleagues do in a conversation has in common: who may, and which task it is.</summary>
internal sealed class Colleagues(IEventSession session, Caller caller, Handover handover, TimeProvider clock)
{
    private static readonly Refusal NoMember = new(
        "member.required", "Use a key that belongs to a team member: POST /admin/api-keys with memberId.",
        RefusalKind.Forbidden);

    private static readonly Refusal NotTaken = new(
        "conversation.agent_on", "The agent has this conversation. Take it over first: POST /conversations/{id}/takeover.",
        RefusalKind.State);

    /// <summary>The colleague who acts and the open conversation, both as they are now.</summary>
    public async Task<Outcome<Acting>> On(ConversationId id, CancellationToken ct)
    {
        if (caller.Member is not { } member)
        {
            return NoMember;
        }

        return await session.LoadFresh<TeamMember>(member, ct) switch
        {
            null => Refusal.NotFound("member"),
            { Left: true } => TeamRefusals.Left,
            var acting => await session.LoadFresh<Conversation>(id, ct) switch
            {
                null => Refusal.NotFound("conversation"),
                { Closed: true } => ConversationRefusals.Closed,
                var talk => new Acting(acting.Id, talk),
            },
        };
    }

    /// <summary>Claims what was handed over for a colleague who acts on it; taken by another, it is refused.</summary>
    public async Task<Refusal?> Claim(Conversation talk, MemberId member, CancellationToken ct)
    {
        if (talk.AgentOn)
        {
            return NotTaken;
        }

        if (talk.Task is not { } id || await session.LoadFresh<HumanTask>(id, ct) is not { } task)
        {
            return await Take(talk, member, ct);
        }

        var decision = TaskDecider.Claim(task, member, clock.GetUtcNow());
        if (decision.Refusal is null)
        {
            session.Append<HumanTask>(id, decision);
        }

        return decision.Refusal;
    }

    /// <summary>Takes a conversation from the agent; refused where a colleague has claimed what it is about.</summary>
    public async Task<Refusal?> Take(Conversation talk, MemberId member, CancellationToken ct) =>
        await handover.Take(talk, await TicketOf(talk, ct), new HandoverCause(TakeOver.Reason, null), member, ct);

    /// <summary>What the conversation is about, or was last.</summary>
    public async Task<Ticket?> TicketAbout(Conversation talk, CancellationToken ct)
    {
        var task = talk.Task is { } id ? await session.LoadFresh<HumanTask>(id, ct) : null;
        return (task?.Opened.Ticket ?? talk.Session?.Ticket ?? talk.LastSession?.Session.Ticket) is { } ticket
            ? await session.LoadFresh<Ticket>(ticket, ct)
            : null;
    }

    /// <summary>The same; a talk without a ticket gets one.</summary>
    public async Task<Ticket> TicketOf(Conversation talk, CancellationToken ct)
    {
        if (await TicketAbout(talk, ct) is { } ticket)
        {
            return ticket;
        }

        var now = clock.GetUtcNow();
        var created = TicketOpening.From(
            talk, "Conversation", talk.Language ?? LanguageGuess.Other, null, Severity.Moderate, null, now);
        return session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
    }
}

internal sealed record Acting(MemberId Member, Conversation Talk);
