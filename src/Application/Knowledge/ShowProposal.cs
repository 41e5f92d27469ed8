using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Shows a proposal and the conversations it comes from.</summary>
public sealed record ShowProposal(Guid Proposal) : IRequest<Outcome<ProposalView>>
{
    internal sealed class Handler(IEventSession session, IProposals proposals)
        : IRequestHandler<ShowProposal, Outcome<ProposalView>>
    {
        public async Task<Outcome<ProposalView>> Handle(ShowProposal query, CancellationToken ct) =>
            await proposals.Find(session.Tenant, query.Proposal, ct) is { } proposal
                ? proposal
                : ProposalDeciding.NotFound;
    }
}
