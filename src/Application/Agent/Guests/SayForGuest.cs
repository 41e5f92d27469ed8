using System.Text.Json.Nodes;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Says something in a guest's words, once it has passed what every model's words have to pass.</summary>
public sealed record SayForGuest(GuestCall Call, string Text, bool ExpectsReply) : IRequest<Outcome<JsonObject>>
{
    /// <summary>More cannot be checked, and no channel's reply is as long.</summary>
    public const int MaxText = AnswerCheck.MaxCharacters;

    /// <summary>
    /// Answers of an agent, our own included, since the citizen last wrote: who reconnects for ever does not talk for ever.
    /// </summary>
    public const int MaxUnanswered = 3;

    internal sealed class Validator : AbstractValidator<SayForGuest>
    {
        public Validator() =>
            RuleFor(c => c.Text).Must(t => Shape.IsText(t, MaxText))
                .WithMessage($"Write 1 to {MaxText:N0} characters; nothing was sent.");
    }

    internal sealed class Handler(GuestRuns runs, IEventSession session, ReplyWriter writer)
        : IRequestHandler<SayForGuest, Outcome<JsonObject>>
    {
        private static readonly Refusal SaidEnough = new(
            "conversation.said_enough",
            $"{MaxUnanswered} answers have been given since the customer last wrote, so nothing was sent. Wait until the "
            + "customer writes, or hand over with escalate_to_human.",
            RefusalKind.State);

        public async Task<Outcome<JsonObject>> Handle(SayForGuest command, CancellationToken ct)
        {
            var call = command.Call;
            if (await runs.Before(call, ct) is { } before)
            {
                return before;
            }

            var begun = await runs.Speak(call, ct);
            if (begun.Value is not { } run)
            {
                return begun.Refusal!;
            }

            if (run.Conversation.Unanswered >= MaxUnanswered)
            {
                return SaidEnough;
            }

            var text = StorableText.Clean(command.Text);
            var draft = Draft.Said(text, command.ExpectsReply);
            if (Foundation.Violation(draft, run.State) is { } violation)
            {
                return Unsayable(violation);
            }

            run.State.Desk.Record(
                AgentTools.SendResponse, ToolCaller.Model,
                new JsonObject { ["text"] = text, ["expects_reply"] = command.ExpectsReply },
                new JsonObject { ["status"] = "sent" });
            var result = await writer.Write(run.State, run.Conversation, draft, ct);
            session.Reply((await session.Load<Conversation>(run.Conversation.Id, ct))!, result.Reply, null);
            var answer = await runs.Save(call, Told(result, draft), ct);
            call.Session.Said();
            return answer;
        }

        /// <summary>What was sent; a channel's form may have left out its last sentences.</summary>
        private static JsonObject Told(RunResult result, Draft draft) => new()
        {
            ["status"] = "sent",
            ["reply_id"] = result.Reply.Reply,
            ["replies"] = new JsonArray([.. result.Outcome.Replies.Select(r => (JsonNode)r)]),
            ["shortened"] = !Words(string.Concat(result.Outcome.Replies)).Contains(Words(draft.Text), StringComparison.Ordinal),
        };

        /// <summary>Where a text was split into messages does not matter.</summary>
        private static string Words(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

        private static Refusal Unsayable(AnswerViolation violation) => new(
            $"answer.{violation.Code}",
            $"Not sent: {Why(violation.Fault)} The words in question: \"{violation.Evidence}\". Say it without them, search for "
            + "an article that says so, or escalate_to_human.",
            RefusalKind.Rule);

        private static string Why(AnswerFault fault) => fault switch
        {
            AnswerFault.Price => "it names an amount that no passage you have searched for says.",
            AnswerFault.RefundPromise => "it promises money back.",
            AnswerFault.LegalPromise => "it says how the law or a liability stands.",
            AnswerFault.ForeignLink => "it has a link that no passage you have searched for has.",
            AnswerFault.ForeignContact =>
                "it has an address or a number that is neither the organisation's nor in a passage you have searched for.",
            AnswerFault.OtherPerson => "it names a ticket that is not this customer's.",
            AnswerFault.PromptLeak => "it repeats instructions.",
            AnswerFault.Unreadable => "a reader could not see all of it.",
            AnswerFault.TooLong => "it is too long to be checked.",
            _ => "it promises what the organisation will do, or by when.",
        };
    }
}
