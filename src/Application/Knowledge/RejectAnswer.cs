using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Says that a proposal will be no article, and why. A repeat changes nothing.</summary>
/// <param name="ExpectedVersion">The version that was read, where that matters.</param>
public sealed record RejectAnswer(ArticleId Proposal, string Reason, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<RejectAnswer>
    {
        public Validator() => RuleFor(c => c.Reason).Must(r => Shape.IsText(r, AnswerProposal.MaxReason))
            .WithMessage($"Write 1 to {AnswerProposal.MaxReason:N0} characters.").OverridePropertyName("reason");
    }

    internal sealed class Handler(IEventSession session, Caller caller, TimeProvider clock)
        : IRequestHandler<RejectAnswer, Outcome>
    {
        public async Task<Outcome> Handle(RejectAnswer command, CancellationToken ct)
        {
            if (await session.LoadFresh<Article>(command.Proposal, ct) is not { Proposal: { } proposal })
            {
                return ProposalDeciding.NotFound;
            }

            var version = session.VersionOf(command.Proposal);
            if (proposal.State == ProposalState.Open && command.ExpectedVersion is { } expected && expected != version)
            {
                return Refusal.Stale(version);
            }

            var decision = ProposalDecider.Reject(
                proposal, caller.Decider, StorableText.Clean(command.Reason.Trim()), clock.GetUtcNow());
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            session.Append<Article>(command.Proposal, decision);
            version = session.VersionOf(command.Proposal);
            await session.Save(ct);
            return new Outcome(version, null);
        }
    }
}
