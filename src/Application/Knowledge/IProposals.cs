using CleanFte.Domain.Agent;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Application.Knowledge;

/// <summary>Reads what was learned from colleagues, and where articles were used. Every query is bounded by the tenant.</summary>
public interface IProposals
{
    /// <summary>Whether something of a conversation was proposed already, or counted onto a proposal.</summary>
    Task<bool> HasLearnedFrom(string tenant, Guid conversation, CancellationToken ct);

    /// <summary>Open proposals, the newest first.</summary>
    Task<IReadOnlyList<OpenQuestion>> Open(string tenant, int limit, CancellationToken ct);

    Task<ProposalView?> Find(string tenant, Guid proposal, CancellationToken ct);

    /// <summary>One page of proposals, the newest first.</summary>
    Task<IReadOnlyList<ProposalView>> List(
        string tenant, ProposalState? state, int limit, ProposalCursor? after, CancellationToken ct);

    /// <summary>One page of the runs whose answer rests on an article, the newest first.</summary>
    Task<IReadOnlyList<ArticleUse>> UsesOf(
        string tenant, Guid article, int limit, ArticleUseCursor? after, CancellationToken ct);
}

public sealed record OpenQuestion(Guid Id, string Language, string? ServiceCode, string Question);

/// <summary>A proposal as staff see it.</summary>
/// <param name="Asked">In how many conversations it was asked.</param>
/// <param name="Version">For If-Match.</param>
public sealed record ProposalView(
    Guid Id, ProposalState State, string Question, string Answer, string Language, string? ServiceCode, int Asked,
    DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason, long Version)
{
    public IReadOnlyList<Guid>? Conversations { get; init; }
}

/// <summary>The last proposal of a page.</summary>
public sealed record ProposalCursor(DateTimeOffset At, Guid Id);

/// <summary>A run of the agent that told something of an article.</summary>
/// <param name="Version">The article's, as it was told.</param>
public sealed record ArticleUse(Guid RunId, Guid ConversationId, long Version, DateTimeOffset At, RunDecision Decision);

/// <summary>The last use of a page.</summary>
public sealed record ArticleUseCursor(DateTimeOffset At, Guid Run);
