using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Lists the agent's runs that told something of an article, the newest first, page by page.</summary>
public sealed record ListArticleUses(Guid Article, int Limit, ArticleUseCursor? After) : IRequest<Outcome<ArticleUsePage>>
{
    internal sealed class Validator : AbstractValidator<ListArticleUses>
    {
        public Validator() => RuleFor(q => q.Limit).InclusiveBetween(1, Shape.MaxPage)
            .WithMessage($"Ask for 1 to {Shape.MaxPage}.").OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge, IProposals proposals)
        : IRequestHandler<ListArticleUses, Outcome<ArticleUsePage>>
    {
        public async Task<Outcome<ArticleUsePage>> Handle(ListArticleUses query, CancellationToken ct)
        {
            if (await knowledge.Find(session.Tenant, query.Article, ct) is null)
            {
                return Refusal.NotFound(Domain.Knowledge.Article.StreamType);
            }

            var found = await proposals.UsesOf(session.Tenant, query.Article, query.Limit + 1, query.After, ct);
            var page = found.Take(query.Limit).ToList();
            return new ArticleUsePage(
                page, found.Count > query.Limit ? new ArticleUseCursor(page[^1].At, page[^1].RunId) : null);
        }
    }
}

public sealed record ArticleUsePage(IReadOnlyList<ArticleUse> Uses, ArticleUseCursor? Next);
