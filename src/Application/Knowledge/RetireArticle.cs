using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Takes an article out of use for good; it is kept and no longer found.</summary>
public sealed record RetireArticle(ArticleId Article, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, IKnowledge knowledge, TimeProvider clock)
        : IRequestHandler<RetireArticle, Outcome>
    {
        public async Task<Outcome> Handle(RetireArticle command, CancellationToken ct)
        {
            if (await knowledge.Find(session.Tenant, command.Article, ct) is null)
            {
                return Refusal.NotFound(Domain.Knowledge.Article.StreamType);
            }

            var outcome = await session.Decide<Article>(
                command.Article,
                article => ArticleDecider.Retire(article, clock.GetUtcNow()),
                ct,
                command.ExpectedVersion);
            knowledge.Changed(session.Tenant);
            return outcome;
        }
    }
}
