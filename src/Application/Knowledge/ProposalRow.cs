using CleanFte.Domain;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Application.Knowledge;

public sealed record ProposalRow(
    string TenantId, Guid Id, string State, string Question, string Answer, string Language, string? ServiceCode, int Asked,
    DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason, long Version);

/// <summary>A conversation that something was learned from.</summary>
public sealed record ProposalSourceRow(string TenantId, Guid ConversationId, Guid ProposalId, DateTimeOffset At);

/// <summary>A run that told something of an article.</summary>
public sealed record ArticleUseRow(
    string TenantId, Guid RunId, Guid ArticleId, long Version, Guid ConversationId, string Decision, DateTimeOffset At);

internal static class ProposalRows
{
    public static void Put(string tenant, Article article, long version, IReadOnlyList<IEvent> events, IRowSink rows)
    {
        if (article.Proposal is not { } proposal)
        {
            return;
        }

        rows.Put(new ProposalRow(
            tenant, article.Id, WireName.Of(proposal.State), proposal.Question, proposal.Answer, proposal.Language,
            proposal.ServiceCode, proposal.Asked, proposal.ProposedAt, proposal.DecidedAt, proposal.DecidedBy, proposal.Reason,
            version));
        foreach (var e in events)
        {
            if (e is AnswerProposed p)
            {
                rows.Put(new ProposalSourceRow(tenant, p.Conversation, article.Id, p.At));
            }
            else if (e is AnswerRepeated r)
            {
                rows.Put(new ProposalSourceRow(tenant, r.Conversation, article.Id, r.At));
            }
        }
    }
}
