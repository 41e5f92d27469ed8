using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Agent;

/// <summary>
/// The agent without a channel: takes a message in on an account that nothing leaves by, waits its turn in the customer's
/// lane, and returns what is answered.
/// </summary>
/// <param name="Account">An internal one; its channel is the reply's form.</param>
/// <param name="MessageId">The message's id in the element.</param>
/// <param name="DryRun">Decides only: nothing is recorded.</param>
public sealed record Orchestrate(ChannelAccount Account, InboundElement Element, string MessageId, bool DryRun)
    : IRequest<Outcome<OrchestratedAnswer>>
{
    /// <summary>How long a caller is kept waiting: a run of the agent, and another one before it in the lane.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const double NotJudged = 0.5;

    private static readonly Refusal StillWorking = new(
        "orchestrate.pending",
        "The message is recorded and will be answered. Send the request again with the same Idempotency-Key to read it.",
        RefusalKind.State);

    internal sealed class Handler(
        IEventSession session, ILedger ledger, IInboundQueries inbound, IChannels channels, Reception reception,
        Assistant assistant, Caller caller, TimeProvider clock)
        : IRequestHandler<Orchestrate, Outcome<OrchestratedAnswer>>
    {
        public async Task<Outcome<OrchestratedAnswer>> Handle(Orchestrate command, CancellationToken ct)
        {
            if (command.DryRun)
            {
                return await Rehearse(command, ct);
            }

            await ledger.Record(command.Account, [command.Element], caller.CorrelationId, ct);
            if (!await ledger.Settled(command.Account, command.Element.Key, Patience, ct))
            {
                return StillWorking;
            }

            return await inbound.Answered(session.Tenant, command.Account.Name, command.MessageId, ct) is { } answered
                ? await Told(answered, ct)
                : new Refusal(
                    "orchestrate.parked", "The message could not be processed; it is kept among the dead letters.",
                    RefusalKind.State);
        }

        private async Task<OrchestratedAnswer> Told(AnsweredMessage answered, CancellationToken ct)
        {
            if (answered.Run is { } run)
            {
                return OrchestratedAnswer.Of(run.Outcome, run.Sources, run.Outcome.TrackingNumber, answered.Session, run.Run);
            }

            // A person has the conversation; what was written is noted for him.
            var ticket = answered.Ticket is { } id ? await session.Load<Ticket>(id, ct) : null;
            return new OrchestratedAnswer(
                RunDecision.Escalate, ticket?.EscalationReason, null, ticket?.Priority ?? Priority.Normal,
                answered.Language ?? LanguageGuess.Other, answered.Sentiment ?? NotJudged, [], [], ticket?.TrackingNumber,
                answered.Session, null);
        }

        private static readonly Refusal Blocked = new(
            "customer.blocked", "Nothing of this customer is taken: a colleague has blocked him.", RefusalKind.State);

        /// <summary>Answers as if it had arrived, in a unit of work that nobody saves.</summary>
        private async Task<Outcome<OrchestratedAnswer>> Rehearse(Orchestrate command, CancellationToken ct)
        {
            if (channels.GatewayOf(command.Account).Decode(command.Element.Payload) is not Inbound.Message message)
            {
                return new Refusal("request.malformed", "The message cannot be read.", RefusalKind.Shape);
            }

            var now = clock.GetUtcNow();
            if (await reception.Receive(command.Account, message, ct) is not { } conversation)
            {
                return Blocked;
            }

            var (ticket, open) = (conversation.Session?.TrackingNumber, conversation.Session?.Id);
            var received = message.Received(conversation.Channel, now, now);
            var result = await assistant.Answer(
                conversation, command.Account, [new IncomingMessage(received, false)], RunPurpose.Rehearsal, ct);
            if (result is null)
            {
                return await Told(
                    new AnsweredMessage(
                        null, conversation.Session?.Ticket, open, conversation.Language, conversation.Sentiment), ct);
            }

            // What would be opened has no number and no id that anybody could ask for.
            var known = result.Outcome.TrackingNumber == ticket;
            return OrchestratedAnswer.Of(
                result.Outcome, result.Sources, known ? ticket : null, known ? open : null, null);
        }
    }
}

/// <summary>What the agent answers to one message, or to several that waited together.</summary>
/// <param name="Evidence">The words that led to the reason, or null.</param>
/// <param name="Sentiment">0 (bad) to 1 (good).</param>
/// <param name="Replies">In the channel's form; none while a person has the conversation.</param>
/// <param name="RunId">The agent's run, or null where it did not run or nothing was kept.</param>
public sealed record OrchestratedAnswer(
    RunDecision Decision,
    string? Reason,
    string? Evidence,
    Priority Priority,
    string Language,
    double Sentiment,
    IReadOnlyList<string> Replies,
    IReadOnlyList<AnswerSource> Sources,
    string? TrackingNumber,
    Guid? SessionId,
    Guid? RunId)
{
    internal static OrchestratedAnswer Of(
        RunOutcome outcome, IReadOnlyList<RunSource> sources, string? trackingNumber, Guid? session, Guid? run) => new(
        outcome.Decision, outcome.Reason, outcome.Evidence, outcome.Priority, outcome.Language, outcome.Sentiment,
        outcome.Replies, [.. sources.Select(s => new AnswerSource(s.Article, s.Title))], trackingNumber, session, run);
}

public sealed record AnswerSource(Guid ArticleId, string Title);
