using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>
/// The end of a run: policy after, the hand-over where one is due, the channel's form, and the record of it all.
/// </summary>
internal sealed class ReplyWriter(
    IEventSession session, IChannels channels, IKeptTexts texts, Handover handover, TimeProvider clock, ModelMemory memory,
    IModels models)
{
    public static readonly string Code =
        typeof(ReplyWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    private const double NotJudged = 0.5;

    public async Task<RunResult> Write(RunState run, Conversation conversation, Draft draft, CancellationToken ct)
    {
        var turn = run.Turn;
        draft = Checked(run, draft);
        var priority = Priority(run);
        var author = draft.Decision == RunDecision.Escalate ? ReplyAuthor.System : ReplyAuthor.Agent;
        var body = await Said(run, conversation, draft, ct);
        conversation = (await session.Load<Conversation>(conversation.Id, ct))!;
        var text = Shaped(run, draft, body);
        var parts = SentenceSplitter.Split(text, Math.Min(channels.GatewayOf(turn.Account).MaxTextLength, LimitOf(turn.Channel)));
        var reply = new ReplyDecided(
            Guid.CreateVersion7(turn.Now),
            author,
            [.. turn.Messages.Select(m => m.Message.Message)],
            [
                .. parts.Select((part, i) => new ReplyPart(
                    Guid.CreateVersion7(turn.Now), part, i == parts.Count - 1 ? draft.Offer : null)),
            ],
            conversation.AgentEpoch,
            turn.Run,
            run.Ticket?.Id,
            turn.Now);
        var outcome = new RunOutcome(
            draft.Decision,
            draft.Reason,
            draft.Evidence is { } evidence ? StorableText.Clean(evidence) : null,
            priority,
            turn.Language,
            turn.Sentiment ?? conversation.Sentiment ?? NotJudged,
            [.. parts],
            run.Ticket?.ServiceCode,
            run.Ticket?.TrackingNumber);
        RunSource[] sources =
        [
            .. run.Desk.Used.Where(_ => draft.Decision != RunDecision.Escalate)
                .DistinctBy(p => p.ArticleId)
                .Select(p => new RunSource(p.ArticleId, p.Version, p.Title, p.Source)),
        ];
        if (!run.IsRehearsal)
        {
            await Keep(run, conversation, outcome, sources, ct);
        }

        return new RunResult(turn.Run, outcome, sources, reply, run);
    }

    /// <summary>Characters of one message, where nothing is sent that would be cut by its gateway: WhatsApp's.</summary>
    private static int LimitOf(Channel channel) => channel == Channel.Whatsapp ? 1_600 : int.MaxValue;

    /// <summary>What a machine may not say is not said; a person takes over instead.</summary>
    private static Draft Checked(RunState run, Draft draft)
    {
        if (draft.Fixed || draft.Decision == RunDecision.Escalate)
        {
            return draft;
        }

        return Foundation.Violation(draft, run) is not { } violation
            ? draft
            : new Draft(RunDecision.Escalate, "", "handover")
            {
                Reason = EscalationPolicy.Violation,
                Evidence = $"{violation.Code}: {violation.Evidence}",
            };
    }

    /// <summary>The ticket's priority, raised where the citizen is annoyed.</summary>
    private Priority Priority(RunState run)
    {
        if (run.Ticket is not { } ticket)
        {
            return Domain.Tickets.Priority.Normal;
        }

        if (run.Turn.Sentiment < EscalationPolicy.Annoyed
            && ticket is { IsOver: false, Priority: < Domain.Tickets.Priority.High })
        {
            return session.Append<Ticket>(
                ticket.Id,
                TicketDecider.RaisePriority(
                    ticket, Domain.Tickets.Priority.High, EscalationPolicy.NegativeSentiment, run.Turn.Now)).Priority;
        }

        return ticket.Priority;
    }

    /// <summary>What is said: the draft, or, where a person takes over, what he is told who is handed over.</summary>
    private async Task<string> Said(RunState run, Conversation conversation, Draft draft, CancellationToken ct)
    {
        if (draft.Decision != RunDecision.Escalate)
        {
            if (!draft.ByModel)
            {
                run.Desk.Record(
                    AgentTools.SendResponse, ToolCaller.Code, new JsonObject { ["decision"] = WireName.Of(draft.Decision) },
                    new JsonObject { ["status"] = "sent" });
            }

            return draft.Text;
        }

        var evidence = draft.Evidence is { } words ? StorableText.Clean(words) : null;
        run.Desk.Record(
            AgentTools.EscalateToHuman, ToolCaller.Code, new JsonObject { ["reason"] = draft.Reason },
            new JsonObject { ["status"] = "handed over" });
        var handed = await handover.Begin(
            conversation, run.Ticket!, new HandoverCause(draft.Reason!, evidence, run.IsRehearsal), ct);
        return draft.Reason == EscalationPolicy.Unavailable
            ? IntakeTexts.Apology(run.Turn.Manner, run.Ticket!.TrackingNumber)
            : await handover.Tell(
                handed, run.Ticket!.TrackingNumber, draft.Reason == EscalationPolicy.NegativeSentiment, run.Turn.Manner, ct);
    }

    private static string Shaped(RunState run, Draft draft, string body)
    {
        var turn = run.Turn;
        var form = turn.Format.In(turn.Spoken, turn.Channel);
        return ReplyFormatter.Shape(
            !draft.ByModel ? form with { PreferredCharacters = Math.Max(form.PreferredCharacters, body.Length) } : form,
            body, turn.Spoken, turn.Name, run.Ticket?.TrackingNumber, turn.Profile.Name, mustName: run.Opened);
    }

    private async Task Keep(
        RunState run, Conversation conversation, RunOutcome outcome, IReadOnlyList<RunSource> sources, CancellationToken ct)
    {
        var turn = run.Turn;
        var basis = new RunBasis(
            run.Model?.Name ?? run.Guest ?? RunBasis.Offline,
            await texts.Keep(session.Tenant, turn.Profile, p => JsonSerializer.Serialize(p, RunJson.Default.TenantProfile), ct),
            await texts.Keep(
                session.Tenant, turn.Catalogue,
                c => JsonSerializer.Serialize(c.Services, RunJson.Default.IReadOnlyListServiceDefinition), ct),
            Guardrail.Version,
            run.Model is { } model ? await texts.Keep(session.Tenant, model.Prompt, p => p, ct) : null,
            run.Model is null ? null : memory.Marker,
            Code,
            models.EmbeddingsOf(session.Tenant)?.Name ?? RunBasis.ByWords);
        List<AgentRunEvent> events = run.Failure is { } failure
            ? [new AgentFailed(turn.Run, turn.Channel, failure, clock.GetUtcNow())]
            : [];
        events.Add(new AgentRan(
            turn.Run, conversation.Id, turn.Channel, [.. turn.Messages.Select(m => m.Message.Message)], outcome, sources,
            run.Desk.Calls, run.Model?.Answers ?? [], basis, turn.Now, clock.GetUtcNow()));
        session.Start<AgentRun>(turn.Run, (Decision<AgentRunEvent>)events);
    }
}
