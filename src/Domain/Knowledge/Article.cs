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

    /// <summary>What it was proposed as; null for one that was written as an article.</summary>
    public AnswerProposal? Proposal { get; init; }

    /// <summary>Whether it is, or was, an article: an open or rejected proposal is none.</summary>
    public bool IsPublished => Proposal is null or { State: ProposalState.Approved };

    static Article? IStream<Article>.Evolve(Article? state, IEvent e) => e is ArticleEvent a ? Evolve(state, a) : state;

    public static Article? Evolve(Article? article, ArticleEvent e) => e switch
    {
        ArticlePublished p => new Article(
            p.Article, p.Content, false, Positioned(article, p.Content), article?.PublishedAt ?? p.At, p.At)
        {
            Proposal = article?.Proposal,
        },
        ArticleRevised r => article! with
        {
            Content = r.Content,
            Positions = Positioned(article, r.Content),
            UpdatedAt = r.At,
        },
        ArticleRetired r => article! with { Retired = true, UpdatedAt = r.At },
        AnswerProposed p => Proposed(p),
        AnswerRepeated r => article! with { Proposal = Repeated(article.Proposal!, r), UpdatedAt = r.At },
        AnswerApproved a => article! with
        {
            Content = a.Content,
            Positions = Positioned(article, a.Content),
            PublishedAt = a.At,
            UpdatedAt = a.At,
            Proposal = article.Proposal! with
            {
                State = ProposalState.Approved,
                Approved = a.Content,
                DecidedBy = a.By,
                DecidedAt = a.At,
            },
        },
        AnswerRejected r => article! with
        {
            UpdatedAt = r.At,
            Proposal = article.Proposal! with
            {
                State = ProposalState.Rejected,
                DecidedBy = r.By,
                Reason = r.Reason,
                DecidedAt = r.At,
            },
        },
        _ => article,
    };

    private static Article Proposed(AnswerProposed p)
    {
        var proposal = new AnswerProposal(p.Question, p.Answer, p.Language, p.ServiceCode, 1, [p.Conversation], p.At);
        return new Article(p.Article, proposal.Draft, false, 0, p.At, p.At) { Proposal = proposal };
    }

    private static AnswerProposal Repeated(AnswerProposal proposal, AnswerRepeated repeated) => proposal with
    {
        Asked = proposal.Asked + 1,
        Conversations = proposal.Conversations.Count < AnswerProposal.MaxListed
            ? [.. proposal.Conversations, repeated.Conversation]
            : proposal.Conversations,
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
            { IsPublished: false } => ArticleRefusals.Proposed,
            null or { Retired: true } => new ArticlePublished(id, content, now),
            _ when article.Content == content => Decision.Nothing,
            _ => new ArticleRevised(content, now),
        };

    public static Decision<ArticleEvent> Revise(Article article, ArticleContent content, DateTimeOffset now) =>
        article.Retired ? ArticleRefusals.Retired : Publish(article, article.Id, content, now);

    public static Decision<ArticleEvent> Retire(Article article, DateTimeOffset now) =>
        !article.IsPublished ? ArticleRefusals.Proposed
        : article.Retired ? Decision.Nothing
        : new ArticleRetired(now);

    /// <summary>Why a content cannot be an article, or null.</summary>
    internal static Refusal? Fault(ArticleContent content) =>
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

    public static readonly Refusal Proposed = new(
        "article.proposed", "It is a proposal. Approve or reject it: POST /knowledge/proposals/{id}/approve or /reject.",
        RefusalKind.State);

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
