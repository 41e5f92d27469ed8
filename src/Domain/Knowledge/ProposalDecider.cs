using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Knowledge;

/// <summary>What may be done with a proposal.</summary>
public static class ProposalDecider
{
    public static Decision<ArticleEvent> Propose(Article? article, AnswerProposed proposed) =>
        article is null ? proposed : Decision.Nothing;

    /// <summary>Counts one more conversation; one that is listed counts once.</summary>
    public static Decision<ArticleEvent> Repeat(AnswerProposal proposal, ConversationId conversation, DateTimeOffset now) =>
        proposal.State != ProposalState.Open || proposal.Conversations.Contains(conversation)
            ? Decision.Nothing
            : new AnswerRepeated(conversation, now);

    public static Decision<ArticleEvent> Approve(
        AnswerProposal proposal, ProposalEdits edits, string by, DateTimeOffset now) => proposal.State switch
        {
            ProposalState.Rejected => ProposalRefusals.Rejected,
            ProposalState.Approved when edits.IsNone || proposal.AsArticle(edits) == proposal.Approved => Decision.Nothing,
            ProposalState.Approved => ProposalRefusals.Approved,
            _ when ArticleDecider.Fault(proposal.AsArticle(edits)) is { } fault => fault,
            _ => new AnswerApproved(by, proposal.AsArticle(edits), now),
        };

    public static Decision<ArticleEvent> Reject(
        AnswerProposal proposal, string by, string reason, DateTimeOffset now) => proposal.State switch
        {
            ProposalState.Approved => ProposalRefusals.Approved,
            ProposalState.Rejected => Decision.Nothing,
            _ => new AnswerRejected(by, reason, now),
        };
}

public static class ProposalRefusals
{
    public static readonly Refusal Approved = new(
        "proposal.approved",
        "The proposal has been approved and is an article. Change it with PUT /knowledge/articles/{id} or retire it with POST "
        + "/knowledge/articles/{id}/retire.",
        RefusalKind.State);

    public static readonly Refusal Rejected = new(
        "proposal.rejected",
        "The proposal has been rejected. To have the article all the same, publish it with POST /knowledge/articles.",
        RefusalKind.State);
}
