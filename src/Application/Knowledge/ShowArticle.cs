using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Shows an article as it is now, a retired one too.</summary>
public sealed record ShowArticle(Guid Article) : IRequest<Outcome<ArticleView>>
{
    internal sealed class Handler(IEventSession session, IKnowledge knowledge)
        : IRequestHandler<ShowArticle, Outcome<ArticleView>>
    {
        public async Task<Outcome<ArticleView>> Handle(ShowArticle query, CancellationToken ct) =>
            await knowledge.Find(session.Tenant, query.Article, ct) is { } article
                ? article
                : Refusal.NotFound(Domain.Knowledge.Article.StreamType);
    }
}
