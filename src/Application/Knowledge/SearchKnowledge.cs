using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Finds what the knowledge base says about a question, now.</summary>
/// <param name="Language">Null for the language the question seems to be in, English when it cannot be told.</param>
public sealed record SearchKnowledge(string Query, string? Language, int Limit)
    : IRequest<Outcome<IReadOnlyList<FoundPassage>>>
{
    public const int MaxLimit = 20;

    internal sealed class Validator : AbstractValidator<SearchKnowledge>
    {
        public Validator()
        {
            RuleFor(q => q.Query).Must(q => q?.Length <= QuestionWords.MaxCharacters && q.Trim().Length > 0)
                .WithMessage($"Ask in 1 to {QuestionWords.MaxCharacters:N0} characters.").OverridePropertyName("q");
            RuleFor(q => q.Language).Must(l => l is null || ArticleContent.Languages.Contains(l))
                .WithMessage("Use one of en, es, fr.").OverridePropertyName("language");
            RuleFor(q => q.Limit).InclusiveBetween(1, MaxLimit)
                .WithMessage($"Ask for 1 to {MaxLimit}.").OverridePropertyName("limit");
        }
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge, TimeProvider clock)
        : IRequestHandler<SearchKnowledge, Outcome<IReadOnlyList<FoundPassage>>>
    {
        public async Task<Outcome<IReadOnlyList<FoundPassage>>> Handle(SearchKnowledge query, CancellationToken ct)
        {
            var language = query.Language ?? LanguageGuess.Of(query.Query);
            var found = await knowledge.Search(
                session.Tenant,
                new KnowledgeQuestion(
                    query.Query, ArticleContent.Languages.Contains(language) ? language : "en", clock.GetUtcNow(),
                    query.Limit),
                ct);
            return new(found, null);
        }
    }
}
