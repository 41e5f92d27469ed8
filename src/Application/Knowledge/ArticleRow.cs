using CleanFte.Domain.Knowledge;

namespace CleanFte.Application.Knowledge;

public sealed record ArticleRow(
    string TenantId,
    Guid Id,
    string Language,
    string Title,
    string Body,
    string? ServiceCode,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo,
    string? Source,
    bool Retired,
    DateTimeOffset PublishedAt,
    DateTimeOffset UpdatedAt,
    long Version);

/// <param name="Version">The article's.</param>
/// <param name="Names">Title and heading, by which misspelt words are recognised.</param>
/// <param name="Live">Whether it may be found: neither retired nor left over from a longer version.</param>
public sealed record PassageRow(
    string TenantId,
    Guid ArticleId,
    int Position,
    long Version,
    string Language,
    string Title,
    string Heading,
    string Text,
    string Names,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo,
    bool Live,
    string? ServiceCode);

public abstract class ArticleProjection : IProjection<Article>
{
    private static readonly Passage Empty = new("", "");

    public static void Project(in ProjectedStream<Article> stream, IRowSink rows)
    {
        var (tenant, article, version) = (stream.Tenant, stream.State!, stream.Version);
        ProposalRows.Put(tenant, article, version, stream.Events, rows);
        if (!article.IsPublished)
        {
            return;
        }

        var content = article.Content;
        rows.Put(new ArticleRow(
            tenant, article.Id, content.Language, content.Title, content.Body, content.ServiceCode,
            content.ValidFrom?.ToUniversalTime(), content.ValidTo?.ToUniversalTime(), content.Source, article.Retired,
            article.PublishedAt, article.UpdatedAt, version));
        var passages = Passages.Of(content.Body);
        for (var i = 0; i < article.Positions; i++)
        {
            var passage = i < passages.Count ? passages[i] : Empty;
            rows.Put(new PassageRow(
                tenant, article.Id, i, version, content.Language, content.Title, passage.Heading, passage.Text,
                passage.NamesUnder(content.Title), content.ValidFrom?.ToUniversalTime(),
                content.ValidTo?.ToUniversalTime(), i < passages.Count && !article.Retired, content.ServiceCode));
        }
    }
}
