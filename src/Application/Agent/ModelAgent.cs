using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Agent;

/// <summary>Answers with the tenant's model, where there is one and it is needed.</summary>
internal sealed class ModelAgent(IEventSession session, IModels models, ModelMemory memory, Prompts prompts)
{
    /// <summary>
    /// A run and its save must fit into the lease of what it answers; a person who waits is not helped by more either.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Lets the model read the messages, before they are taken in.</summary>
    public async Task Read(RunState run, Conversation conversation, CancellationToken ct)
    {
        if (models.Of(session.Tenant) is not { } model || !IsNeeded(run.Turn, conversation))
        {
            return;
        }

        run.Model = new ModelRun(model, memory, run, prompts.For(run.Turn));
        await Within(run, token => run.Model.Understand(conversation, token), ct);
        run.Turn = run.Turn.As(run.Understood);
    }

    /// <summary>Lets the model answer what was taken in; a person answers where it cannot.</summary>
    public static async Task<Draft> Compose(RunState run, TakenIn taken, Conversation conversation, CancellationToken ct)
    {
        Draft? draft = null;
        if (run.Failure is null)
        {
            await Within(run, async token => draft = await run.Model!.Compose(taken, conversation, token), ct);
        }

        return draft ?? new Draft(RunDecision.Escalate, "", "handover") { Reason = EscalationPolicy.Unavailable };
    }

    /// <summary>What a person decides anyway, and what is answered by the book, costs no model.</summary>
    private static bool IsNeeded(Turn turn, Conversation conversation) =>
        EscalationPolicy.Before(turn) is not { KnowledgeOnly: false, Reason: not EscalationPolicy.NegativeSentiment }
        && !GuidedService.IsActive(conversation, turn)
        && turn.Messages.Any(m =>
            m.Message.Text.Length > 0
            && CourtesyGuess.Of(m.Message.Text) is Courtesy.None or Courtesy.Introduction
            && !StatusQuestion.TryRead(m.Message.Text, out _));

    private static async Task Within(RunState run, Func<CancellationToken, Task> ask, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(run.Spent < Longest ? Longest - run.Spent : TimeSpan.Zero);
        try
        {
            await ask(limit.Token);
        }
        catch (ModelUnavailableException unavailable)
        {
            run.Failure = unavailable.Code;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            run.Failure = "timeout";
        }
    }
}
