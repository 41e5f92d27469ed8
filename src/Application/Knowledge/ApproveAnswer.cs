using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>Makes a proposal an article, with changes or without. A repeat changes nothing.</summary>
/// <param name="ExpectedVersion">The version that was read; a repeat is told so whatever it is.</param>
public sealed record ApproveAnswer(ArticleId Proposal, ProposalEdits Edits, long? ExpectedVersion) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<ApproveAnswer>
    {
        public Validator()
        {
            RuleFor(c => c.Edits.Title).Must(t => t is null || Shape.IsText(t, ArticleContent.MaxTitle))
                .WithMessage($"Write 1 to {ArticleContent.MaxTitle} characters, or leave it out.").OverridePropertyName("title");
            RuleFor(c => c.Edits.Question).Must(q => q is null || Shape.IsText(q, Lesson.MaxQuestion))
                .WithMessage($"Write 1 to {Lesson.MaxQuestion} characters, or leave it out.").OverridePropertyName("question");
            RuleFor(c => c.Edits.Body).Must(b => b is null || Shape.IsText(b, MaxBody))
                .WithMessage($"Write 1 to {MaxBody:N0} characters of Markdown, or leave it out.").OverridePropertyName("body");
            RuleFor(c => c.Edits.Language).Must(l => l is null || Shape.IsLanguage(l))
                .WithMessage("Use one of en, es, fr.").OverridePropertyName("language");
            RuleFor(c => c.Edits.ServiceCode).Must(s => s is null || s.Length == 0 || Shape.IsCode(s))
                .WithMessage($"{Shape.CodeMessage} Leave it empty for no service.").OverridePropertyName("serviceCode");
        }

        /// <summary>The question may stand above it.</summary>
        private const int MaxBody = ArticleContent.MaxBody - Lesson.MaxQuestion - 10;
    }

    internal sealed class Handler(IEventSession session, IKnowledge knowledge, Caller caller, TimeProvider clock)
        : IRequestHandler<ApproveAnswer, Outcome>
    {
        public async Task<Outcome> Handle(ApproveAnswer command, CancellationToken ct)
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

            var decision = ProposalDecider.Approve(proposal, Storable(command.Edits), caller.Decider, clock.GetUtcNow());
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            session.Append<Article>(command.Proposal, decision);
            version = session.VersionOf(command.Proposal);
            await session.Save(ct);
            knowledge.Changed(session.Tenant);
            return new Outcome(version, null);
        }

        private static ProposalEdits Storable(ProposalEdits edits) => edits with
        {
            Title = Clean(edits.Title),
            Question = Clean(edits.Question),
            Body = Clean(edits.Body),
        };

        private static string? Clean(string? text) => text is null ? null : StorableText.Clean(text.Trim());
    }
}

/// <summary>What deciding on a proposal has in common.</summary>
internal static class ProposalDeciding
{
    public static readonly Refusal NotFound = Refusal.NotFound("proposal");

    extension(Caller caller)
    {
        /// <summary>The colleague who decides, or the key where it is nobody's.</summary>
        public string Decider => caller.Member?.ToString() ?? caller.UserName ?? "system";
    }
}
