using System.Text.Json.Serialization;

namespace CleanFte.Application.Knowledge;

/// <summary>Reads the knowledge base. Every query is bounded by the tenant.</summary>
public interface IKnowledge
{
    /// <summary>
    /// The passages that answer a question best, one per article, best first; none when nothing reaches
    /// <see cref="FoundPassage.Threshold"/>. Only articles that are not retired and hold at the moment.
    /// </summary>
    Task<IReadOnlyList<FoundPassage>> Search(string tenant, KnowledgeQuestion question, CancellationToken ct);

    /// <summary>Whether the tenant has no article that could be found; what was published elsewhere may be 2 s late.</summary>
    ValueTask<bool> IsEmpty(string tenant, CancellationToken ct);

    /// <summary>An article was published, revised or retired here: the next question knows it.</summary>
    void Changed(string tenant);

    /// <summary>An article, a retired one too, or null.</summary>
    Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct);

    /// <summary>One page of articles, retired ones too, in the order of their ids.</summary>
    Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct);
}

/// <summary>What is looked for in the knowledge base.</summary>
/// <param name="Text">A question as a person wrote it, of any length; untrusted.</param>
/// <param name="Language">en, es or fr: articles of that language only.</param>
/// <param name="Moment">Articles that hold then.</param>
public sealed record KnowledgeQuestion(string Text, string Language, DateTimeOffset Moment, int Limit)
{
    /// <summary>Codes of services whose articles are not told.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>The service whose articles alone are looked at; null for all.</summary>
    public string? Service { get; init; }
}

/// <param name="Version">The article's, so that an answer can be traced to what it rests on.</param>
/// <param name="Score">
/// How much of the question is found in the passage, 0 to 1: each word weighs the more the fewer passages have it, counts in
/// full in the title and less in the text, in another word for it, or where it is only resembled; and as many words as
/// <see cref="EnoughWords"/> rare ones are all that can be asked for.
/// </param>
/// <param name="Source">Where the article was imported from, or null.</param>
/// <param name="Position">Which passage of the article it is, from 0.</param>
public sealed record FoundPassage(
    Guid ArticleId, long Version, string Title, string Passage, double Score, string? Source,
    [property: JsonIgnore] int Position = 0)
{
    /// <summary>Below it, what is found is chance.</summary>
    public const double Threshold = 0.3;

    /// <summary>From here on a passage may be told without anybody looking at it.</summary>
    public const double Sure = 0.35;

    /// <summary>From here on it may be told to somebody who has asked nothing.</summary>
    public const double SureUnasked = 0.5;

    /// <summary>Two articles that are nearer to each other fit alike, and which one was meant cannot be told.</summary>
    public const double Lead = 0.01;

    /// <summary>A person who writes ten lines about a sofa asks about a sofa all the same.</summary>
    public const int EnoughWords = 5;

    /// <summary>The one that may be told by itself: the first, if it fits well and no other fits alike; else null.</summary>
    /// <param name="asked">Whether it was asked for; a statement needs a clearer match.</param>
    public static FoundPassage? Clear(IReadOnlyList<FoundPassage> found, bool asked = true) =>
        found.Count == 0 || found[0].Score < (asked ? Sure : SureUnasked)
        || (found.Count > 1 && Math.Abs(found[0].Score - found[1].Score) < Lead)
            ? null
            : found[0];
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
