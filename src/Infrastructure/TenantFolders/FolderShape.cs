using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using FluentValidation;
using FluentValidation.Results;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Holds what was read to the rules of the commands it becomes, and names what breaks them.</summary>
public sealed class FolderShape(
    IValidator<ConfigureTenant> profiles,
    IValidator<DefineService> services,
    IValidator<PublishArticle> articles,
    IValidator<ReplaceSamples> samples)
{
    internal void Check(ConfigureTenant command, Action<string, string> wrong) =>
        Tell(profiles.Validate(command), wrong);

    internal void Check(DefineService command, Action<string, string> wrong) =>
        Tell(services.Validate(command), wrong);

    internal void Check(ReplaceSamples command, Action<string, string> wrong) =>
        Tell(samples.Validate(command), wrong);

    /// <summary>The shape first; what only the decider knows after it.</summary>
    internal void Check(PublishArticle command, Action<string, string> wrong)
    {
        var shape = articles.Validate(command);
        if (!shape.IsValid)
        {
            Tell(shape, wrong);
        }
        else if (ArticleDecider.Publish(null, default, command.Content, default).Refusal is { } refusal)
        {
            wrong(refusal.Field ?? "", refusal.Message);
        }
    }

    private static void Tell(ValidationResult result, Action<string, string> wrong)
    {
        foreach (var failure in result.Errors)
        {
            wrong(failure.PropertyName, failure.ErrorMessage);
        }
    }
}
