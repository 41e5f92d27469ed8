using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>
/// Publishes an article. One with an id of its own, as an imported file has, is revised where it is there already, and
/// brought back where it was retired; a repeat changes nothing.
/// </summary>
/// <param name="Answer">Makes the stored answer of an idempotent request, kept in the same commit.</param>
public sealed record PublishArticle(
    ArticleContent Content, ArticleId? Id = null, Func<PublishedArticle, IdempotentAnswer>? Answer = null)
    : IRequest<Outcome<PublishedArticle>>
{
    internal sealed class Validator : AbstractValidator<PublishArticle>
    {
        public Validator() => RuleFor(c => c.Content).SetValidator(new ContentValidator()).OverridePropertyName("");
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge, TimeProvider clock)
        : IRequestHandler<PublishArticle, Outcome<PublishedArticle>>
    {
        public async Task<Outcome<PublishedArticle>> Handle(PublishArticle command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var id = command.Id ?? ArticleId.New(now);
            var article = await session.Load<Article>(id, ct);
            var decision = ArticleDecider.Publish(article, id, command.Content.Storable(), now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            session.Append<Article>(id, decision);
            var published = new PublishedArticle(id, session.VersionOf(id));
            if (command.Answer is { } remember)
            {
                session.Remember(remember(published));
            }

            await session.Save(ct);
            knowledge.Changed(session.Tenant);
            return published;
        }
    }
}

/// <param name="Version">The article's version now.</param>
public sealed record PublishedArticle(Guid Id, long Version);

/// <summary>The shape of what an article says.</summary>
internal sealed class ContentValidator : AbstractValidator<ArticleContent>
{
    public ContentValidator()
    {
        RuleFor(c => c.Language).Must(l => ArticleContent.Languages.Contains(l))
            .WithMessage("Use one of en, es, fr.").OverridePropertyName("language");
        RuleFor(c => c.Title).Must(t => t?.Length <= ArticleContent.MaxTitle && t.Trim().Length > 0)
            .WithMessage($"Write 1 to {ArticleContent.MaxTitle} characters.").OverridePropertyName("title");
        RuleFor(c => c.Body).Must(b => b?.Length <= ArticleContent.MaxBody && b.Trim().Length > 0)
            .WithMessage($"Write 1 to {ArticleContent.MaxBody:N0} characters of Markdown.")
            .OverridePropertyName("body");
        RuleFor(c => c.ServiceCode).Must(s => s is null || Shape.IsCode(s))
            .WithMessage(Shape.CodeMessage).OverridePropertyName("serviceCode");
        RuleFor(c => c.Source).Must(s => s is null || s.Length <= ArticleContent.MaxSource)
            .WithMessage($"Write at most {ArticleContent.MaxSource} characters.").OverridePropertyName("source");
    }
}

internal static class StorableContent
{
    public static ArticleContent Storable(this ArticleContent content) => content with
    {
        Title = StorableText.Clean(content.Title.Trim()),
        Body = StorableText.Clean(content.Body.Trim()),
        Source = content.Source is { } source ? StorableText.Clean(source) : null,
    };
}
