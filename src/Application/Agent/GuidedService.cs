using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>Leads through a guided service's steps, and tells afterwards what it has to tell.</summary>
internal sealed class GuidedService(IEventSession session)
{
    /// <summary>Whether a step of the session's service waits for an answer, or would be asked now.</summary>
    public static bool IsActive(Conversation conversation, Turn turn) =>
        conversation.Session is { } open && ServiceOf(open, turn) is { } service && open.Step < service.Steps.Count;

    /// <summary>Takes the message for the answer to the step that was asked; asks the first one first.</summary>
    public async Task<Draft> Answer(
        TakenIn taken, Conversation conversation, RunState run, CancellationToken ct)
    {
        var turn = run.Turn;
        var open = conversation.Session!;
        var service = ServiceOf(open, turn)!;
        var step = service.Steps[open.Step];
        var answer = StepAnswer.Read(step, taken.Message.Text);
        if (taken.Chosen && !(answer is not null && step.Input == StepInput.Code))
        {
            return Ask(step, turn, open.Step);
        }

        if (answer is null)
        {
            return Wrong(conversation, open, step, turn);
        }

        var next = open with
        {
            Step = open.Step + 1,
            Attempts = 0,
            Data = new Dictionary<string, string>(open.Data) { [step.Name] = answer },
        };
        Advance(conversation, next, turn);
        if (next.Step < service.Steps.Count)
        {
            return Ask(service.Steps[next.Step], turn, next.Step);
        }

        return await Finish(taken.Ticket!, service, next, run, ct);
    }

    private static ServiceDefinition? ServiceOf(Session open, Turn turn) =>
        turn.Catalogue.Find(open.ServiceCode) is { Kind: ServiceKind.Guided } service && turn.MayUse(service)
            ? service
            : null;

    private static ServiceStepText TextOf(ServiceStep step, Turn turn) =>
        step.Texts.GetValueOrDefault(turn.Spoken) ?? step.Texts.GetValueOrDefault("en") ?? step.Texts.Values.First();

    private static Draft Ask(ServiceStep step, Turn turn, int number) =>
        new(RunDecision.Ask, Question(TextOf(step, turn).Ask, step), $"step {number}") { Fixed = true };

    private static string Question(string text, ServiceStep step) =>
        step.Input == StepInput.Choice ? $"{text}\n{AnswerTexts.Choices(step.Choices)}" : text;

    private Draft Wrong(Conversation conversation, Session open, ServiceStep step, Turn turn)
    {
        var attempts = open.Attempts + 1;
        if (attempts < step.MaxAttempts)
        {
            Advance(conversation, open with { Attempts = attempts }, turn);
            return new Draft(RunDecision.Ask, Question(TextOf(step, turn).Wrong, step), $"step {open.Step} {attempts}") { Fixed = true };
        }

        session.Append<Conversation>(
            conversation.Id, ConversationDecider.EndSession(conversation, open.Id, "attempts", turn.Now));
        return new Draft(RunDecision.Acknowledge, AnswerTexts.TooManyAttempts(turn.Manner), "attempts") { Fixed = true };
    }

    /// <summary>What it tells now; or, where it only collects, a note for whoever takes care of it.</summary>
    private async Task<Draft> Finish(
        Ticket ticket, ServiceDefinition service, Session done, RunState run, CancellationToken ct)
    {
        var turn = run.Turn;
        var conversation = (await session.Load<Conversation>(ticket.Conversation!.Value, ct))!;
        if (OfflineAgent.Items(service, turn) is { } items)
        {
            return new Draft(RunDecision.Answer, items, $"service {service.Code}");
        }

        var name = service.Texts.GetValueOrDefault(turn.Spoken)?.Name ?? service.Code;
        var found = await run.Desk.Search(name, conversation, turn, service.Code, ct);
        if (found.Count > 0)
        {
            return OfflineAgent.FromPassage(found[0], run);
        }

        var collected = string.Join('\n', done.Data.Select(d => $"{d.Key}: {d.Value}"));
        session.Append<Ticket>(
            ticket.Id,
            TicketDecider.AddNote(new NoteAdded(Guid.CreateVersion7(turn.Now), NoteAuthor.System, collected, turn.Now)));
        return new Draft(RunDecision.Acknowledge, AnswerTexts.AllAnswered(turn.Manner), $"done {service.Code}") { Fixed = true };
    }

    private void Advance(Conversation conversation, Session next, Turn turn) =>
        session.Append<Conversation>(
            conversation.Id, ConversationDecider.AdvanceSession(conversation, next.Advanced(turn.Now)));
}
