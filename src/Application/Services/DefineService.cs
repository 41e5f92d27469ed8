using CleanFte.Application.Ports;
using CleanFte.Domain.Services;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Services;

/// <summary>
/// Adds a service to the catalogue, changes it, or brings a retired one back. A repeat changes nothing. Codes of its
/// steps are kept as hashes.
/// </summary>
public sealed record DefineService(ServiceDefinition Definition, long? ExpectedVersion = null)
    : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<DefineService>
    {
        public const int MaxTriggers = 200;

        public Validator() => RuleFor(c => c.Definition).NotNull().OverridePropertyName("service").DependentRules(() =>
        {
            RuleFor(c => c.Definition.Code).NotNull().Matches(Shape.CodePattern())
                .WithMessage("Use 2 to 40 lower-case letters, digits and underscores.").OverridePropertyName("code");
            RuleFor(c => c.Definition.Group).NotNull().Matches(Shape.CodePattern())
                .WithMessage("Use 2 to 40 lower-case letters, digits and underscores.").OverridePropertyName("group");
            RuleFor(c => c.Definition.Kind).IsInEnum().OverridePropertyName("kind");
            RuleFor(c => c.Definition.Severity).IsInEnum().OverridePropertyName("severity");
            RuleFor(c => c.Definition.Roles).Must(r => r is { Count: <= 20 } && r.All(x => Shape.IsText(x, 40)))
                .WithMessage("Give at most 20 roles of 1 to 40 characters, or an empty list.")
                .OverridePropertyName("roles");
            RuleFor(c => c.Definition.Texts)
                .Must(t => t is { Count: >= 1 } && t.Keys.All(k => k is "en" or "es" or "fr"))
                .WithMessage("Give texts in one or more of en, es, fr.").OverridePropertyName("texts");
            RuleFor(c => c.Definition.Texts).Must(t => t is null || t.Values.All(IsComplete))
                .WithMessage(
                    "A text needs a name of 1 to 60 characters, a description of at most 500 and at most "
                    + $"{MaxTriggers} triggers of 1 to 100.")
                .OverridePropertyName("texts");
            RuleFor(c => c.Definition).Custom((definition, context) => ServicePartsShape.Check(definition, context));
        });

        private static bool IsComplete(ServiceText text) =>
            text is { Description.Length: <= 500, Triggers.Count: <= MaxTriggers }
            && !text.Description.Contains('\0', StringComparison.Ordinal)
            && Shape.IsText(text.Name, Domain.Texts.IntakeTexts.MaxServiceName)
            && text.Triggers.All(t => Shape.IsText(t, 100));
    }

    internal sealed class Handler(IEventSession session, ICatalogue catalogues, TimeProvider clock)
        : IRequestHandler<DefineService, Outcome>
    {
        public async Task<Outcome> Handle(DefineService command, CancellationToken ct)
        {
            var outcome = await Define(command with { Definition = command.Definition.Kept() }, ct);
            catalogues.Invalidate(session.Tenant);
            return outcome;
        }

        private async Task<Outcome> Define(DefineService command, CancellationToken ct)
        {
            var id = ServiceId.Named(session.Tenant, command.Definition.Code);
            if (await session.Load<Service>(id, ct) is not null || command.ExpectedVersion > 0)
            {
                return await session.Decide<Service>(
                    id,
                    service => ServiceDecider.Define(service, id, command.Definition, clock.GetUtcNow()),
                    ct,
                    command.ExpectedVersion);
            }

            session.Append<Service>(id, ServiceDecider.Define(null, id, command.Definition, clock.GetUtcNow()));
            await session.Save(ct);
            return new Outcome(1, null);
        }
    }
}
