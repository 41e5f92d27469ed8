using System.Text.RegularExpressions;
using CleanFte.Application.Services;
using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>Adds a tenant, who starts with the town hall's catalogue until he is given another.</summary>
public sealed partial record CreateTenant(string Id, string Name, string? Host = null) : IRequest<Outcome<Tenant>>
{
    private static readonly Refusal OperatorOnly = new(
        "tenant.forbidden", "Only an operator creates tenants.", RefusalKind.Forbidden);

    private static readonly Refusal Taken = new(
        "tenant.taken", "Another tenant has this id or this host name.", RefusalKind.State);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{1,39}\z")]
    private static partial Regex IdPattern();

    /// <summary>Whether it may be a tenant's id.</summary>
    public static bool IsId(string id) => IdPattern().IsMatch(id);

    internal sealed class Validator : AbstractValidator<CreateTenant>
    {
        public Validator()
        {
            RuleFor(c => c.Id).NotNull().Matches(IdPattern())
                .WithMessage("Use 2 to 40 lower-case letters, digits and hyphens; do not begin with a hyphen.");
            RuleFor(c => c.Name).Must(n => n?.Trim().Length is >= 1 and <= 200)
                .WithMessage("Write 1 to 200 characters.");
            RuleFor(c => c.Host).Must(h => h is null || Uri.CheckHostName(h) == UriHostNameType.Dns)
                .WithMessage("Write a host name without a port, such as help.example.org.");
        }
    }

    internal sealed class Handler(Caller caller, ITenants tenants, CatalogueSeed seed, TimeProvider clock)
        : IRequestHandler<CreateTenant, Outcome<Tenant>>
    {
        public async Task<Outcome<Tenant>> Handle(CreateTenant command, CancellationToken ct)
        {
            if (caller.Role != ApiRole.Operator)
            {
                return OperatorOnly;
            }

            var tenant = new Tenant(
                command.Id, StorableText.Clean(command.Name.Trim()), command.Host?.TrimEnd('.')
                    .ToLowerInvariant(), clock.GetUtcNow());
            if (!await tenants.Create(tenant, ct))
            {
                return Taken;
            }

            await seed.Plant(tenant.Id, ct);
            return tenant;
        }
    }
}
