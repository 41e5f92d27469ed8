using CleanFte.Application.Ports;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Lists articles, retired ones too, page by page.</summary>
/// <param name="After">The last article of the page before.</param>
public sealed record ListArticles(string? Language, int Limit, ArticleCursor? After) : IRequest<Outcome<ArticlePage>>
{
    public const int MaxLimit = 100;

    internal sealed class Validator : AbstractValidator<ListArticles>
    {
        public Validator()
        {
            RuleFor(q => q.Limit).InclusiveBetween(1, MaxLimit)
                .WithMessage($"Ask for 1 to {MaxLimit}.").OverridePropertyName("limit");
            RuleFor(q => q.Language).Must(l => l is null || ArticleContent.Languages.Contains(l))
                .WithMessage("Use one of en, es, fr.").OverridePropertyName("language");
        }
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge)
        : IRequestHandler<ListArticles, Outcome<ArticlePage>>
    {
        public async Task<Outcome<ArticlePage>> Handle(ListArticles query, CancellationToken ct)
        {
            var articles = await knowledge.List(session.Tenant, query.Language, query.After?.Id, query.Limit + 1, ct);
            return articles.Count <= query.Limit
                ? new ArticlePage(articles, null)
                : new ArticlePage([.. articles.Take(query.Limit)], new ArticleCursor(articles[query.Limit - 1].Id));
        }
    }
}

public sealed record ArticleCursor(Guid Id);

public sealed record ArticlePage(IReadOnlyList<ArticleView> Articles, ArticleCursor? Next);
