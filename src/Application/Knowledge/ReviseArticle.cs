using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Replaces what an article says. A repeat changes nothing.</summary>
public sealed record ReviseArticle(ArticleId Article, ArticleContent Content, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<ReviseArticle>
    {
        public Validator() => RuleFor(c => c.Content).SetValidator(new ContentValidator()).OverridePropertyName("");
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge, TimeProvider clock)
        : IRequestHandler<ReviseArticle, Outcome>
    {
        public async Task<Outcome> Handle(ReviseArticle command, CancellationToken ct)
        {
            if (await knowledge.Find(session.Tenant, command.Article, ct) is null)
            {
                return Refusal.NotFound(Domain.Knowledge.Article.StreamType);
            }

            var outcome = await session.Decide<Article>(
                command.Article,
                article => ArticleDecider.Revise(article, command.Content.Storable(), clock.GetUtcNow()),
                ct,
                command.ExpectedVersion);
            knowledge.Changed(session.Tenant);
            return outcome;
        }
    }
}
