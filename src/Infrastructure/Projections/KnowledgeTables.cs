using CleanFte.Application.Knowledge;
using static CleanFte.Infrastructure.Projections.RowColumns;

namespace CleanFte.Infrastructure.Projections;

/// <summary>The inline read models of what citizens are answered from.</summary>
internal static class KnowledgeTables
{
    public static readonly IReadOnlyList<RowTable> All =
    [
        new RowTable<ArticleRow>(
            "articles",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ArticleRow>("tenant_id", r => r.TenantId),
                Uuid<ArticleRow>("id", r => r.Id),
                Text<ArticleRow>("language", r => r.Language),
                Text<ArticleRow>("title", r => r.Title),
                Text<ArticleRow>("body", r => r.Body),
                Text<ArticleRow>("service_code", r => r.ServiceCode),
                Time<ArticleRow>("valid_from", r => r.ValidFrom),
                Time<ArticleRow>("valid_to", r => r.ValidTo),
                Text<ArticleRow>("source", r => r.Source),
                Flag<ArticleRow>("retired", r => r.Retired),
                Time<ArticleRow>("published_at", r => r.PublishedAt),
                Time<ArticleRow>("updated_at", r => r.UpdatedAt),
                Big<ArticleRow>("version", r => r.Version),
            ]),
        new RowTable<PassageRow>(
            "passages",
            r => (r.ArticleId, r.Position),
            "tenant_id, article_id, position",
            [
                Text<PassageRow>("tenant_id", r => r.TenantId),
                Uuid<PassageRow>("article_id", r => r.ArticleId),
                Int<PassageRow>("position", r => r.Position),
                Big<PassageRow>("version", r => r.Version),
                Text<PassageRow>("language", r => r.Language),
                Text<PassageRow>("title", r => r.Title),
                Text<PassageRow>("heading", r => r.Heading),
                Text<PassageRow>("text", r => r.Text),
                Text<PassageRow>("names", r => r.Names),
                Time<PassageRow>("valid_from", r => r.ValidFrom),
                Time<PassageRow>("valid_to", r => r.ValidTo),
                Flag<PassageRow>("live", r => r.Live),
                Text<PassageRow>("service_code", r => r.ServiceCode),
            ]),
        new RowTable<ProposalRow>(
            "answer_proposals",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ProposalRow>("tenant_id", r => r.TenantId),
                Uuid<ProposalRow>("id", r => r.Id),
                Text<ProposalRow>("state", r => r.State),
                Text<ProposalRow>("question", r => r.Question),
                Text<ProposalRow>("answer", r => r.Answer),
                Text<ProposalRow>("language", r => r.Language),
                Text<ProposalRow>("service_code", r => r.ServiceCode),
                Int<ProposalRow>("asked", r => r.Asked),
                Time<ProposalRow>("proposed_at", r => r.ProposedAt),
                Time<ProposalRow>("decided_at", r => r.DecidedAt),
                Text<ProposalRow>("decided_by", r => r.DecidedBy),
                Text<ProposalRow>("reason", r => r.Reason),
                Big<ProposalRow>("version", r => r.Version),
            ]),
        new RowTable<ProposalSourceRow>(
            "answer_sources",
            r => r.ConversationId,
            "tenant_id, conversation_id",
            [
                Text<ProposalSourceRow>("tenant_id", r => r.TenantId),
                Uuid<ProposalSourceRow>("conversation_id", r => r.ConversationId),
                Uuid<ProposalSourceRow>("proposal_id", r => r.ProposalId),
                Time<ProposalSourceRow>("at", r => r.At),
            ]),
        new RowTable<ArticleUseRow>(
            "article_uses",
            r => (r.RunId, r.ArticleId),
            "tenant_id, run_id, article_id",
            [
                Text<ArticleUseRow>("tenant_id", r => r.TenantId),
                Uuid<ArticleUseRow>("run_id", r => r.RunId),
                Uuid<ArticleUseRow>("article_id", r => r.ArticleId),
                Big<ArticleUseRow>("version", r => r.Version),
                Uuid<ArticleUseRow>("conversation_id", r => r.ConversationId),
                Text<ArticleUseRow>("decision", r => r.Decision),
                Time<ArticleUseRow>("at", r => r.At),
            ]),
    ];
}
