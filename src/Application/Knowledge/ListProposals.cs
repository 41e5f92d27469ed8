using CleanFte.Application.Ports;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Lists proposals, the newest first, page by page.</summary>
/// <param name="State">Null for every state.</param>
/// <param name="After">The last proposal of the page before.</param>
public sealed record ListProposals(ProposalState? State, int Limit, ProposalCursor? After) : IRequest<Outcome<ProposalPage>>
{
    internal sealed class Validator : AbstractValidator<ListProposals>
    {
        public Validator() => RuleFor(q => q.Limit).InclusiveBetween(1, Shape.MaxPage)
            .WithMessage($"Ask for 1 to {Shape.MaxPage}.").OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, IProposals proposals)
        : IRequestHandler<ListProposals, Outcome<ProposalPage>>
    {
        public async Task<Outcome<ProposalPage>> Handle(ListProposals query, CancellationToken ct)
        {
            var found = await proposals.List(session.Tenant, query.State, query.Limit + 1, query.After, ct);
            var page = found.Take(query.Limit).ToList();
            return new ProposalPage(
                page, found.Count > query.Limit ? new ProposalCursor(page[^1].ProposedAt, page[^1].Id) : null);
        }
    }
}

public sealed record ProposalPage(IReadOnlyList<ProposalView> Proposals, ProposalCursor? Next);
