namespace CleanFte.Application.Knowledge;

/// <summary>Reads the knowledge base. Every query is bounded by the tenant.</summary>
public interface IKnowledge
{
    /// <summary>
    /// The passages that answer a question best, one per article, best first; none when nothing reaches
    /// <see cref="FoundPassage.Threshold"/>. Only articles that are not retired and hold at the moment.
    /// </summary>
    /// <param name="query">A question as a person wrote it, of any length; untrusted.</param>
    /// <param name="language">en, es or fr: articles of that language only.</param>
    Task<IReadOnlyList<FoundPassage>> Search(
        string tenant, string query, string language, DateTimeOffset moment, int limit, CancellationToken ct);

    /// <summary>An article, a retired one too, or null.</summary>
    Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct);

    /// <summary>One page of articles, retired ones too, in the order of their ids.</summary>
    Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct);
}

/// <param name="Version">The article's, so that an answer can be traced to what it rests on.</param>
/// <param name="Score">
/// How much of the question is found in the passage, 0 to 1: each word weighs the more the fewer passages have it, a word that
/// is only nearly there counts as much as it resembles, and as many words as <see cref="EnoughWords"/> rare ones are all
/// that can be asked for.
/// </param>
public sealed record FoundPassage(Guid ArticleId, long Version, string Title, string Passage, double Score)
{
    /// <summary>Below it, what is found is chance.</summary>
    public const double Threshold = 0.3;

    /// <summary>A person who writes ten lines about a sofa asks about a sofa all the same.</summary>
    public const int EnoughWords = 5;
}

/// <summary>An article as staff see it.</summary>
public sealed record ArticleView(
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
