using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Begins what a guest does in its conversation, as a run of our own begins, and tells what was done before.</summary>
internal sealed class GuestRuns(
    IEventSession session, IIdempotency answers, IChannels channels, Turns turns, Intake intake, IAgentSwitches switches)
{
    private static readonly Refusal TakenOver = new(
        "conversation.human_took_over",
        "A person has taken this conversation over, so nothing was done. Say nothing more to the customer; the person sees "
        + "all that was written. When the conversation is handed back, read it anew with get_customer_history.",
        RefusalKind.State);

    private static readonly Refusal MovedOn = new(
        "conversation.moved_on",
        "A person has had this conversation, and you have not read it since, so nothing was done. Call get_customer_history, read what "
        + "was said meanwhile, and decide anew.",
        RefusalKind.State);

    private static readonly Refusal SwitchedOff = new(
        "conversation.agent_off",
        "The agent is switched off here; people answer. Nothing was done: hand over with escalate_to_human.", RefusalKind.State);

    private static readonly Refusal NoAccount = new(
        "conversation.no_account",
        "The channel account of this conversation is not configured in this process. Start it with the service's configuration.",
        RefusalKind.State);

    private static readonly Refusal NoTicket = new(
        "conversation.no_ticket", "The conversation has no open ticket, so nothing was done. Call create_ticket first, then again.",
        RefusalKind.State);

    /// <summary>
    /// The conversation it serves, whatever state that is in, and not as this process remembers it: what is refused is saved by
    /// nobody, so nobody would find out that a person has handed it back in another process.
    /// </summary>
    public async Task<Conversation?> Conversation(GuestCall call, CancellationToken ct)
    {
        if (call.Session.Conversation is not { } id)
        {
            return null;
        }

        await session.Decide<Conversation>(id, _ => (Decision<ConversationEvent>)Decision.Nothing, ct);
        return await session.Load<Conversation>(id, ct);
    }

    /// <summary>Begins to read only: a person who has taken over does not mind.</summary>
    public async Task<Outcome<GuestRun>> Read(GuestCall call, CancellationToken ct)
    {
        if (await Conversation(call, ct) is not { } conversation)
        {
            return Refusal.NotFound("conversation");
        }

        if (channels.Find(conversation.Account, session.Tenant) is not { } account)
        {
            return NoAccount;
        }

        var turn = await turns.Begin(conversation, account, [], ct);
        return new GuestRun(conversation, new RunState(turn, turns.DeskOf(turn), RunPurpose.Answer) { Guest = RunBasis.Guest });
    }

    /// <summary>Begins to do something: refused where the agent may not.</summary>
    /// <param name="call">What is to be done.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="handsOver">Whether it is handed to people, which an agent that is switched off may do too.</param>
    public async Task<Outcome<GuestRun>> Act(GuestCall call, CancellationToken ct, bool handsOver = false)
    {
        var begun = await Read(call, ct);
        return begun.Value is not { } run ? begun
            : run.Conversation.Closed ? ConversationRefusals.Closed
            : !run.Conversation.AgentOn ? TakenOver
            : !handsOver && !(await switches.Read(session.Tenant, ct)).IsOn(run.Conversation.Account) ? SwitchedOff
            : run.Conversation.AgentEpoch != (call.Session.Epoch ?? 0) ? MovedOn
            : begun;
    }

    /// <summary>Begins to say something, about the open ticket and with all that was looked up.</summary>
    public async Task<Outcome<GuestRun>> Speak(GuestCall call, CancellationToken ct, bool handsOver = false)
    {
        var begun = await Act(call, ct, handsOver);
        if (begun.Value is not { } run)
        {
            return begun;
        }

        if (await intake.OpenTicket(run.Conversation, ct) is not { } ticket)
        {
            return NoTicket;
        }

        run.State.Serve(ticket, call.Session.Opened);
        run.State.Desk.Continue(call.Session.Ground, call.Session.Calls);
        if (run.State.Desk.OwnNumbers.Count == 0)
        {
            await run.State.Desk.History(ct);
        }

        return begun;
    }

    /// <summary>What the same request was answered before, or null.</summary>
    public async Task<Outcome<JsonObject>?> Before(GuestCall call, CancellationToken ct) =>
        call.Key is { } key && await answers.Find(session.Tenant, key.Scope, key.Key, ct) is { } stored
            ? key.Repeat(stored)
            : null;

    /// <summary>Saves what was done together with its answer.</summary>
    public async Task<JsonObject> Save(GuestCall call, JsonObject answer, CancellationToken ct)
    {
        if (call.Key is { } key)
        {
            session.Remember(key.Answered(answer));
        }

        await session.Save(ct);
        return answer;
    }
}

internal sealed record GuestRun(Conversation Conversation, RunState State);
