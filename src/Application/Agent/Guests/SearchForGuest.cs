using System.Text.Json.Nodes;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Searches for a guest: in its conversation what our own agent would find there, without one what all may know.</summary>
/// <param name="Language">Where there is no conversation to take it from; null for the question's own.</param>
public sealed record SearchForGuest(GuestCall Call, string Query, string? Language) : IRequest<Outcome<JsonObject>>
{
    /// <summary>Characters of a question: the most a run of our own asks.</summary>
    public const int MaxQuery = 1_000;

    internal sealed class Validator : AbstractValidator<SearchForGuest>
    {
        public Validator()
        {
            RuleFor(q => q.Query).Must(q => Shape.IsText(q, MaxQuery))
                .WithMessage($"Ask in 1 to {MaxQuery:N0} characters.");
            RuleFor(q => q.Language).Must(l => l is null || Shape.IsLanguage(l)).WithMessage("Use one of en, es, fr.");
        }
    }

    internal sealed class Handler(
        GuestRuns runs, IEventSession session, IKnowledge knowledge, ICatalogue catalogues, TimeProvider clock)
        : IRequestHandler<SearchForGuest, Outcome<JsonObject>>
    {
        private static readonly Refusal Enough = new(
            "search.enough",
            $"There have been {GuestSession.MaxSearches} searches for this answer. Answer with what was found, or escalate_to_human.",
            RefusalKind.Rule);

        public async Task<Outcome<JsonObject>> Handle(SearchForGuest query, CancellationToken ct)
        {
            var text = ModelText.Clean(query.Query, MaxQuery);
            return query.Call.Session.Conversation is null
                ? Told(await OpenToAll(text, query.Language ?? LanguageGuess.Of(text), ct))
                : await InConversation(query.Call, text, ct);
        }

        private async Task<Outcome<JsonObject>> InConversation(GuestCall call, string text, CancellationToken ct)
        {
            var begun = await runs.Read(call, ct);
            if (begun.Value is not { } run)
            {
                return begun.Refusal!;
            }

            if (!call.Session.MayAsk(text))
            {
                return Enough;
            }

            var desk = run.State.Desk;
            var found = await desk.Search(text, run.Conversation, run.State.Turn, null, ct, ToolCaller.Model);
            call.Session.Asked(text, found);
            call.Session.Did(desk.Calls);
            return Told(found);
        }

        private async Task<IReadOnlyList<FoundPassage>> OpenToAll(string text, string language, CancellationToken ct)
        {
            var catalogue = await catalogues.Of(session.Tenant, ct);
            return await knowledge.Search(
                session.Tenant,
                new KnowledgeQuestion(
                    text, Shape.IsLanguage(language) ? language : ArticleContent.Languages[0], clock.GetUtcNow(),
                    AgentDesk.MaxPassages)
                {
                    Closed = [.. catalogue.Services.Where(s => s.IsConfidential()).Select(s => s.Code)],
                },
                ct);
        }

        private static JsonObject Told(IReadOnlyList<FoundPassage> found) => new()
        {
            ["passages"] = new JsonArray(
            [
                .. found.Select(f => (JsonNode)new JsonObject
                {
                    ["article_id"] = f.ArticleId,
                    ["title"] = f.Title,
                    ["text"] = f.Passage,
                    ["score"] = Math.Round(f.Score, 3),
                }),
            ]),
        };
    }
}
