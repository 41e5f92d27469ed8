using System.Text.Json.Nodes;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Hands the conversation that a guest serves over to a person, as our own agent does.</summary>
/// <param name="Reason">A reason code: <c>human_request</c>.</param>
/// <param name="Summary">For the colleague who takes over.</param>
public sealed record HandOverForGuest(GuestCall Call, string Reason, string Summary) : IRequest<Outcome<JsonObject>>
{
    /// <summary>Characters of a summary.</summary>
    public const int MaxSummary = EscalateToHuman.MaxEvidence;

    /// <summary>Reasons that a machine may give; the others are given by the policy alone.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["human_request", "legal", "refund", "pricing", EscalationPolicy.NoMatch];

    internal sealed class Validator : AbstractValidator<HandOverForGuest>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage($"Use one of {string.Join(", ", Reasons)}.");
            RuleFor(c => c.Summary).Must(s => Shape.IsText(s, MaxSummary))
                .WithMessage($"Say in 1 to {MaxSummary:N0} characters what the customer needs.");
        }
    }

    internal sealed class Handler(GuestRuns runs, IEventSession session, ReplyWriter writer)
        : IRequestHandler<HandOverForGuest, Outcome<JsonObject>>
    {
        public async Task<Outcome<JsonObject>> Handle(HandOverForGuest command, CancellationToken ct)
        {
            var call = command.Call;
            if (await runs.Before(call, ct) is { } before)
            {
                return before;
            }

            if (await runs.Conversation(call, ct) is { Closed: false, AgentOn: false })
            {
                return new JsonObject { ["status"] = "a person has it already" };
            }

            var begun = await runs.Speak(call, ct, handsOver: true);
            if (begun.Value is not { } run)
            {
                return begun.Refusal!;
            }

            var draft = new Draft(RunDecision.Escalate, "", "handover")
            {
                Reason = command.Reason,
                Evidence = ModelText.Clean(command.Summary, MaxSummary),
            };
            var result = await writer.Write(run.State, run.Conversation, draft, ct);
            session.Reply((await session.Load<Conversation>(run.Conversation.Id, ct))!, result.Reply, null);
            var answer = await runs.Save(
                call,
                new JsonObject
                {
                    ["status"] = "handed over",
                    ["told_the_customer"] = new JsonArray([.. result.Outcome.Replies.Select(r => (JsonNode)r)]),
                },
                ct);
            call.Session.Said();
            return answer;
        }
    }
}
