using System.Diagnostics;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>
/// One run of the agent: policy before, tools, model or offline agent, policy after. All it does is appended to the unit of
/// work, which the caller saves; a model is asked outside any transaction.
/// </summary>
internal sealed class Assistant(
    IEventSession session, Turns turns, Intake intake, OfflineAgent offline, ModelAgent models, ReplyWriter writer,
    Handover handover, IAgentSwitches switches, ITicketQueries tickets)
{
    /// <summary>Takes messages of one person in and decides what is answered; null where the agent is off.</summary>
    /// <param name="conversation">The conversation with him.</param>
    /// <param name="account">Where they arrived.</param>
    /// <param name="messages">At least one, oldest first.</param>
    /// <param name="purpose">What becomes of it.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<RunResult?> Answer(
        Conversation conversation, ChannelAccount account, IReadOnlyList<IncomingMessage> messages, RunPurpose purpose,
        CancellationToken ct)
    {
        var turn = await turns.Begin(conversation, account, messages, ct);
        conversation = await Resumed(conversation, turn, ct);
        var run = new RunState(turn, turns.DeskOf(turn), purpose);
        var off = purpose != RunPurpose.Suggestion && !(await switches.Of(session.Tenant, ct)).IsOn(account.Name);
        if (conversation.AgentOn && !off)
        {
            await models.Read(run, conversation, ct);
        }

        turns.Record(conversation, run.Turn, messages);
        await Consent(conversation, run.Turn, ct);
        if (conversation.AgentOn)
        {
            var verdict = off ? new Verdict(AgentOff.Reason, null, false)
                : purpose == RunPurpose.Suggestion ? null
                : EscalationPolicy.Before(run.Turn);
            var draft = await Decide(run, conversation.Id, verdict, ct);
            return await writer.Write(run, (await session.Load<Conversation>(conversation.Id, ct))!, draft, ct);
        }

        foreach (var message in run.Turn.Messages)
        {
            await intake.File(conversation, run.Turn, message.Message, ct);
        }

        return null;
    }

    /// <summary>What was handed over is done with once its ticket is resolved; the agent listens again.</summary>
    private async Task<Conversation> Resumed(Conversation conversation, Turn turn, CancellationToken ct)
    {
        if (conversation.AgentOn)
        {
            return conversation;
        }

        var task = conversation.Task is { } id ? await session.Load<HumanTask>(id, ct) : null;
        if ((task?.Opened.Ticket ?? conversation.Session?.Ticket) is not { } about
            || await session.Load<Ticket>(about, ct) is not { IsOver: true } ticket
            || ticket.ResolvedAt < task?.Opened.At)
        {
            return conversation;
        }

        await handover.Finish(conversation, null, "resolved", ct);
        return session.Append<Conversation>(conversation.Id, ConversationDecider.Resume(conversation, turn.Now));
    }

    private async Task<Draft> Decide(RunState run, ConversationId id, Verdict? verdict, CancellationToken ct)
    {
        var drafts = new List<Draft>(run.Turn.Messages.Count);
        var composed = new List<TakenIn>();
        foreach (var message in run.Turn.Messages)
        {
            if (ConsentWords.Of(message.Message.Text) is { } allowed)
            {
                drafts.Add(new Draft(
                    RunDecision.Answer, DeliveryTexts.Consent(run.Turn.Manner, allowed), "consent")
                { Fixed = true });
                continue;
            }

            if (message.Findings.Count == 0 && StatusQuestion.TryRead(message.Message.Text, out var number))
            {
                drafts.Add(await TellStatus(run.Turn, number, ct));
                continue;
            }

            var before = (await session.Load<Conversation>(id, ct))!;
            var began = run.Desk.Begin();
            var taken = await intake.Take(before, run.Turn, message.Message, run.Understood?.Service, ct);
            run.Took(taken);
            var decided = verdict is { KnowledgeOnly: false };
            if (!decided && run.Model is not null && taken.Ticket is not null
                && !GuidedService.IsActive(await Now(), run.Turn)
                && taken.Service is not { Kind: ServiceKind.Human } && message.Message.Text.Length > 0)
            {
                composed.Add(taken);
                continue;
            }

            run.Desk.RecordTicket(taken, began);
            if (!decided || taken.Ticket is null)
            {
                drafts.Add(await offline.Answer(taken, await Now(), run, verdict is not null, ct));
            }
        }

        if (verdict is { KnowledgeOnly: false } && run.Ticket is not null)
        {
            return Escalation(verdict);
        }

        if (composed.Count > 0)
        {
            drafts.AddRange(await Composed(run, composed, await Now(), ct));
        }

        var draft = Settled(run, Draft.Together(drafts), verdict);
        return await Counted(run, draft, await Now(), ct);

        async ValueTask<Conversation> Now() => (await session.Load<Conversation>(id, ct))!;
    }

    /// <summary>A model's words, if they rest on something; else what is said without one.</summary>
    private async Task<IReadOnlyList<Draft>> Composed(
        RunState run, List<TakenIn> messages, Conversation conversation, CancellationToken ct)
    {
        var draft = await ModelAgent.Compose(run, messages[^1], conversation, ct);
        run.Failure ??= Foundation.Lacks(draft, run);
        if (!draft.ByModel || run.Failure is null)
        {
            return [draft];
        }

        var drafts = new List<Draft>(messages.Count);
        foreach (var message in messages)
        {
            var unsorted = message.Service?.Code == TownHall.General && QuestionGuess.IsQuestion(message.Message.Text);
            drafts.Add(await offline.Answer(
                unsorted ? message with { Service = null } : message,
                (await session.Load<Conversation>(conversation.Id, ct))!, run, false, ct));
        }

        return drafts;
    }

    private static Draft Escalation(Verdict verdict) => new(RunDecision.Escalate, "", "handover")
    {
        Reason = verdict.Reason,
        Evidence = verdict.Evidence,
    };

    /// <summary>A question about money that the knowledge base did not answer goes to a person after all.</summary>
    private static Draft Settled(RunState run, Draft draft, Verdict? verdict) =>
        verdict is null || run.Ticket is null || draft is { Decision: RunDecision.Answer or RunDecision.Escalate } ? draft : Escalation(verdict);

    /// <summary>
    /// He does not want to be written to, or wants it again, whoever has the conversation. It counts from when he wrote it:
    /// what was decided before is not sent any more.
    /// </summary>
    private async Task Consent(Conversation conversation, Turn turn, CancellationToken ct)
    {
        foreach (var message in turn.Messages)
        {
            if (ConsentWords.Of(message.Message.Text) is { } allowed
                && await session.Load<Customer>(conversation.Customer, ct) is { } customer)
            {
                session.Append<Customer>(
                    customer.Id,
                    CustomerDecider.Consent(customer, allowed, conversation.Account, message.Message.ReceivedAt));
            }
        }
    }

    private async Task<Draft> TellStatus(Turn turn, TrackingNumber number, CancellationToken ct)
    {
        var ticket = await tickets.Find(session.Tenant, number.Value, ct);
        return new Draft(
            RunDecision.Answer,
            ticket is null
                ? IntakeTexts.StatusUnknown(turn.Manner)
                : IntakeTexts.StatusIs(turn.Manner, number.Value, ticket.Status, ticket.UpdatedAt),
            $"status {number.Value}")
        { Fixed = true };
    }

    /// <summary>Counts messages that nothing was known for: the second in a row goes to a person.</summary>
    private async Task<Draft> Counted(RunState run, Draft draft, Conversation conversation, CancellationToken ct)
    {
        if (conversation.Session is not { } open)
        {
            return draft;
        }

        var unmatched = draft.Matched ? 0 : open.Unmatched + 1;
        if (unmatched >= OfflineAgent.MaxUnmatched)
        {
            draft = new Draft(RunDecision.Escalate, "", "handover", false) { Reason = EscalationPolicy.NoMatch };
        }

        var after = open with
        {
            Unmatched = unmatched,
            Answered = draft switch
            {
                { Courtesy: true } => open.Answered,
                { Decision: RunDecision.Answer } => open.Answered ?? true,
                _ => false,
            },
        };
        session.Append<Conversation>(
            conversation.Id, ConversationDecider.AdvanceSession(conversation, after.Advanced(run.Turn.Now)));
        return draft;
    }
}

/// <summary>A message that arrived.</summary>
/// <param name="Known">Whether it is in the conversation already, as a replayed one is.</param>
internal sealed record IncomingMessage(MessageReceived Message, bool Known);

/// <summary>What came of a run: the reply, decided but not yet appended.</summary>
/// <param name="State">What the run knew in the end.</param>
internal sealed record RunResult(
    RunId Run, RunOutcome Outcome, IReadOnlyList<RunSource> Sources, ReplyDecided Reply, RunState State);

/// <summary>What one run knows so far.</summary>
internal sealed class RunState(Turn turn, AgentDesk desk, RunPurpose purpose)
{
    /// <summary>Whether nothing of it will be saved.</summary>
    public bool IsRehearsal => purpose != RunPurpose.Answer;

    public Turn Turn { get; set; } = turn;

    public AgentDesk Desk => desk;

    /// <summary>What an agent of somebody else is called whose words these are, or null.</summary>
    public string? Guest { get; init; }

    /// <summary>The talk with the model, or null where it is not asked.</summary>
    public ModelRun? Model { get; set; }

    /// <summary>Why the model is of no use in this run, once that is known.</summary>
    public string? Failure { get; set; }

    public Understanding? Understood => Model?.Understood;

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Spent => Stopwatch.GetElapsedTime(_began);

    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>The ticket the messages are on; the last one, should there be several.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>Whether the reply is the first one about its ticket.</summary>
    public bool Opened { get; private set; }

    public void Took(TakenIn taken)
    {
        Ticket = taken.Ticket ?? Ticket;
        Opened |= taken.Opened;
    }

    /// <summary>Is about a ticket that was taken in before.</summary>
    /// <param name="first">Whether nothing was said about it yet.</param>
    public void Serve(Ticket ticket, bool first)
    {
        Ticket = ticket;
        Opened = first;
    }
}

/// <summary>What becomes of a run.</summary>
internal enum RunPurpose
{
    /// <summary>It is saved, and what it says is sent.</summary>
    Answer,

    /// <summary>Nothing is saved.</summary>
    Rehearsal,

    /// <summary>Nothing is saved, and a colleague reads it, so that nothing has to go to a person.</summary>
    Suggestion,
}
