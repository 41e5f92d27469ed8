namespace CleanFte.Domain.Knowledge;

/// <summary>What happened to an article of the knowledge base.</summary>
public abstract record ArticleEvent : IEvent;

public sealed record ArticlePublished(ArticleId Article, ArticleContent Content, DateTimeOffset At) : ArticleEvent;

public sealed record ArticleRevised(ArticleContent Content, DateTimeOffset At) : ArticleEvent;

public sealed record ArticleRetired(DateTimeOffset At) : ArticleEvent;

/// <summary>What an article says and when it holds.</summary>
/// <param name="Language">en, es or fr.</param>
/// <param name="Body">Markdown.</param>
/// <param name="ServiceCode">The service of the catalogue it is about, if it is about one.</param>
/// <param name="ValidFrom">The first moment at which it holds; null for ever since.</param>
/// <param name="ValidTo">The first moment at which it holds no longer; null for until further notice.</param>
/// <param name="Source">Where it comes from: the imported file's path, an address; null when it was written here.</param>
public sealed record ArticleContent(
    string Language,
    string Title,
    string Body,
    string? ServiceCode = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null,
    string? Source = null)
{
    /// <summary>Characters of a title.</summary>
    public const int MaxTitle = 200;

    /// <summary>Characters of a body: some twenty printed pages. Longer texts are several articles.</summary>
    public const int MaxBody = 50_000;

    /// <summary>Characters of a source.</summary>
    public const int MaxSource = 500;

    public static IReadOnlyList<string> Languages { get; } = ["en", "es", "fr"];
}

/// <summary>An article's present state.</summary>
/// <param name="Positions">The most passages it ever had: rows of its passages never lose a key.</param>
public sealed record Article(
    ArticleId Id, ArticleContent Content, bool Retired, int Positions, DateTimeOffset PublishedAt, DateTimeOffset UpdatedAt)
    : IStream<Article>
{
    public static string StreamType => "article";

    static Article? IStream<Article>.Evolve(Article? state, IEvent e) => e is ArticleEvent a ? Evolve(state, a) : state;

    public static Article? Evolve(Article? article, ArticleEvent e) => e switch
    {
        ArticlePublished p => new Article(
            p.Article, p.Content, false, Positioned(article, p.Content), article?.PublishedAt ?? p.At, p.At),
        ArticleRevised r => article! with
        {
            Content = r.Content,
            Positions = Positioned(article, r.Content),
            UpdatedAt = r.At,
        },
        ArticleRetired r => article! with { Retired = true, UpdatedAt = r.At },
        _ => article,
    };

    private static int Positioned(Article? before, ArticleContent content) =>
        Math.Max(before?.Positions ?? 0, Passages.Of(content.Body).Count);
}

/// <summary>What may be done with an article.</summary>
public static class ArticleDecider
{
    /// <summary>Publishing a retired article again brings it back; a published one is revised.</summary>
    public static Decision<ArticleEvent> Publish(
        Article? article, ArticleId id, ArticleContent content, DateTimeOffset now) => article switch
        {
            _ when Fault(content) is { } fault => fault,
            null or { Retired: true } => new ArticlePublished(id, content, now),
            _ when article.Content == content => Decision.Nothing,
            _ => new ArticleRevised(content, now),
        };

    public static Decision<ArticleEvent> Revise(Article article, ArticleContent content, DateTimeOffset now) =>
        article.Retired ? ArticleRefusals.Retired : Publish(article, article.Id, content, now);

    public static Decision<ArticleEvent> Retire(Article article, DateTimeOffset now) =>
        article.Retired ? Decision.Nothing : new ArticleRetired(now);

    private static Refusal? Fault(ArticleContent content) =>
        content.ValidFrom >= content.ValidTo ? ArticleRefusals.NeverValid
        : Passages.Of(content.Body).Count switch
        {
            0 => ArticleRefusals.SaysNothing,
            > Passages.MaxPassages => ArticleRefusals.TooManyPassages,
            _ => null,
        };
}

public static class ArticleRefusals
{
    public static readonly Refusal Retired = new(
        "article.retired", "The article has been retired. Publish a new one.", RefusalKind.State);

    public static readonly Refusal NeverValid = new(
        "article.never_valid", "The article would end before it begins.", RefusalKind.Rule, "validTo");

    public static readonly Refusal SaysNothing = new(
        "article.says_nothing", "The body has headings only. Write what is under them.", RefusalKind.Rule, "body");

    public static readonly Refusal TooManyPassages = new(
        "article.too_many_passages",
        $"The body has more than {Passages.MaxPassages} passages. Make several articles of it.",
        RefusalKind.Rule,
        "body");
}
