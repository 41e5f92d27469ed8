using CleanFte.Application.Team;
using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>Makes a key. The answer is the only place where it can be read.</summary>
/// <param name="Label">What it is for, for the list of keys.</param>
/// <param name="MemberId">The team member who acts with it.</param>
/// <param name="ExpiresAt">When it ends; never when null.</param>
/// <param name="Tenant">Another tenant than the caller's own; operators only.</param>
/// <param name="PersonalData">Whether events are told it with texts, names, identifiers and places.</param>
public sealed record CreateApiKey(
    ApiRole Role, string Label, Guid? MemberId = null, DateTimeOffset? ExpiresAt = null, string? Tenant = null,
    bool PersonalData = false)
    : IRequest<Outcome<CreatedKey>>
{
    internal sealed class Validator : AbstractValidator<CreateApiKey>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Role).IsInEnum();
            RuleFor(c => c.Label).Must(l => l?.Trim().Length is >= 1 and <= 100)
                .WithMessage("Write 1 to 100 characters.");
            RuleFor(c => c.ExpiresAt).Must(e => e is null || e > clock.GetUtcNow()).WithMessage("This is in the past.");
        }
    }

    internal sealed class Handler(Caller caller, IApiKeys keys, ITenants tenants, ITeam team, TimeProvider clock)
        : IRequestHandler<CreateApiKey, Outcome<CreatedKey>>
    {
        public async Task<Outcome<CreatedKey>> Handle(CreateApiKey command, CancellationToken ct)
        {
            if (KeyRights.Refuse(caller, command.Tenant, command.Role) is { } refusal)
            {
                return refusal;
            }

            var tenant = command.Tenant ?? caller.Tenant;
            if (await tenants.Find(tenant, ct) is null)
            {
                return Refusal.NotFound("tenant");
            }

            if (command.MemberId is { } member && await team.Find(tenant, member, ct) is null)
            {
                return Refusal.NotFound("member");
            }

            var id = ApiKey.DrawId();
            var key = ApiKey.Draw(id);
            var stored = new StoredKey(
                id, tenant, command.Role, command.MemberId, StorableText.Clean(command.Label.Trim()), ApiKey.Hash(key),
                clock.GetUtcNow(), command.ExpiresAt, null, command.PersonalData);
            await keys.Create(stored, ct);
            return new CreatedKey(id, key);
        }
    }
}

/// <param name="Key">Shown once; only its hash is kept.</param>
public sealed record CreatedKey(string Id, string Key);
