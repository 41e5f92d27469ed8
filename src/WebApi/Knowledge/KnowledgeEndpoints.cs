using CleanFte.Application;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Knowledge;

/// <summary>Articles for staff, answers for whoever has to give some.</summary>
internal static class KnowledgeEndpoints
{
    private const int DefaultPage = 50;
    private const int DefaultFound = 5;

    private static readonly ApiRole[] Writers = [ApiRole.Staff, ApiRole.Admin];

    private static readonly ApiRole[] Readers = [ApiRole.Staff, ApiRole.Admin, ApiRole.Integrator];

    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        var knowledge = routes.MapGroup("/knowledge").WithTags("Knowledge");
        knowledge.MapGet("/search", Search).ForRoles(Readers).Produces<IReadOnlyList<FoundPassage>>()
            .WithSummary("Finds the passages that answer a question, best first; none when nothing does");
        var articles = knowledge.MapGroup("/articles");
        articles.MapGet("/", List).ForRoles(Readers).Produces<ArticleList>().WithSummary("Lists articles");
        articles.MapPost("/", Publish).ForRoles(Writers).Produces<PublishedArticle>(StatusCodes.Status201Created)
            .WithSummary("Publishes an article");
        articles.MapGet("/{id:guid}", Show).ForRoles(Readers).Produces<ArticleView>().WithSummary("Shows an article");
        articles.MapPut("/{id:guid}", Revise).ForRoles(Writers).Produces<PublishedArticle>()
            .WithSummary("Replaces what an article says");
        articles.MapPost("/{id:guid}/retire", Retire).ForRoles(Writers).Produces<PublishedArticle>()
            .WithSummary("Takes an article out of use");
        articles.MapGet("/{id:guid}/uses", Uses).ForRoles(Writers).Produces<ArticleUseList>()
            .WithSummary("Lists the agent's runs that told something of an article, the newest first");
    }

    private static async Task<IResult> Search(
        string? q, string? language, int? limit, ISender sender, CancellationToken ct) =>
        (await sender.Send(new SearchKnowledge(q ?? "", language, limit ?? DefaultFound), ct)).ToResult(found => found);

    private static async Task<IResult> List(
        string? language, int? limit, string? cursor, ISender sender, CancellationToken ct)
    {
        ArticleCursor? after = null;
        return cursor is not null && !Cursors.TryRead(cursor, out after)
            ? Problems.Of(Cursors.Unreadable)
            : (await sender.Send(new ListArticles(language, limit ?? DefaultPage, after), ct))
                .ToResult(page => new ArticleList(page.Articles, Cursors.Write(page.Next)));
    }

    private static Task<IResult> Publish(
        ArticleRequest body, HttpContext http, Idempotency idempotency, ISender sender, CancellationToken ct) =>
        idempotency.Once<PublishedArticle>(
            http,
            body,
            remember => sender.Send(new PublishArticle(body.ToContent(), Answer: remember), ct),
            article =>
            {
                http.Response.Headers.ETag = ETags.Of(article.Version);
                return ($"/api/v1/knowledge/articles/{article.Id}", article);
            });

    private static async Task<IResult> Show(Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new ShowArticle(id), ct);
        if (outcome.Value is { } article)
        {
            http.Response.Headers.ETag = ETags.Of(article.Version);
        }

        return outcome.ToResult(shown => shown);
    }

    private static Task<IResult> Revise(
        Guid id, ArticleRequest body, HttpContext http, ISender sender, CancellationToken ct) =>
        Change(id, http, version => sender.Send(new ReviseArticle(ArticleId.Of(id), body.ToContent(), version), ct));

    private static Task<IResult> Retire(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Change(id, http, version => sender.Send(new RetireArticle(ArticleId.Of(id), version), ct));

    private static async Task<IResult> Uses(
        Guid id, int? limit, string? cursor, ISender sender, CancellationToken ct)
    {
        ArticleUseCursor? after = null;
        return cursor is not null && !Cursors.TryRead(cursor, out after)
            ? Problems.Of(Cursors.Unreadable)
            : (await sender.Send(new ListArticleUses(id, limit ?? DefaultPage, after), ct))
                .ToResult(page => new ArticleUseList(page.Uses, Cursors.Write(page.Next)));
    }

    /// <summary>428 without If-Match, 412 when the article has changed since.</summary>
    private static async Task<IResult> Change(Guid id, HttpContext http, Func<long, Task<Outcome>> change)
    {
        var given = http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the article you read.");
        }

        if (!ETags.TryRead(given, out var version))
        {
            return Problems.Of(412, "version.stale", "If-Match is no ETag of this article. Read it again.");
        }

        var outcome = await change(version);
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        http.Response.Headers.ETag = ETags.Of(outcome.Version);
        return Results.Ok(new PublishedArticle(id, outcome.Version));
    }
}

/// <inheritdoc cref="ArticleContent"/>
internal sealed record ArticleRequest(
    string? Language,
    string? Title,
    string? Body,
    string? ServiceCode = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null,
    string? Source = null)
{
    public ArticleContent ToContent() =>
        new(Language ?? "", Title ?? "", Body ?? "", ServiceCode, ValidFrom, ValidTo, Source);
}

internal sealed record ArticleUseList(IReadOnlyList<ArticleUse> Items, string? Cursor);

internal sealed record ArticleList(IReadOnlyList<ArticleView> Items, string? Cursor);
