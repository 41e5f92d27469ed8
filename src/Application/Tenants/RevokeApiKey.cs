using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>Ends a key at once. A repeat changes nothing.</summary>
/// <param name="Tenant">Another tenant than the caller's own; operators only.</param>
public sealed record RevokeApiKey(string Id, string? Tenant = null) : IRequest<Outcome>
{
    internal sealed class Handler(Caller caller, IApiKeys keys, TimeProvider clock)
        : IRequestHandler<RevokeApiKey, Outcome>
    {
        public async Task<Outcome> Handle(RevokeApiKey command, CancellationToken ct)
        {
            if (KeyRights.Refuse(caller, command.Tenant) is { } forbidden)
            {
                return forbidden;
            }

            var tenant = command.Tenant ?? caller.Tenant;
            if (await keys.Find(StorableText.Clean(command.Id), ct) is not { } key || key.Tenant != tenant)
            {
                return Refusal.NotFound("api_key");
            }

            if (KeyRights.Refuse(caller, tenant, key.Role) is { } refusal)
            {
                return refusal;
            }

            await keys.Revoke(tenant, key.Id, clock.GetUtcNow(), ct);
            return new Outcome(0, null);
        }
    }
}
