using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>A tenant's keys, revoked and expired ones too, newest first. Never the keys themselves.</summary>
/// <param name="Tenant">Another tenant than the caller's own; operators only.</param>
public sealed record ListApiKeys(string? Tenant = null) : IRequest<Outcome<IReadOnlyList<ApiKeyView>>>
{
    internal sealed class Handler(Caller caller, IApiKeys keys)
        : IRequestHandler<ListApiKeys, Outcome<IReadOnlyList<ApiKeyView>>>
    {
        public async Task<Outcome<IReadOnlyList<ApiKeyView>>> Handle(ListApiKeys query, CancellationToken ct)
        {
            if (KeyRights.Refuse(caller, query.Tenant) is { } refusal)
            {
                return refusal;
            }

            var stored = await keys.List(query.Tenant ?? caller.Tenant, ct);
            return new(
                [
                    .. stored.Select(k => new ApiKeyView(
                        k.Id, WireName.Of(k.Role), k.Label, k.Member, k.CreatedAt, k.ExpiresAt, k.RevokedAt,
                        k.MayReadPersonalData)),
                ],
                null);
        }
    }
}

/// <param name="PersonalData">Whether events are told it with what identifies people.</param>
public sealed record ApiKeyView(
    string Id,
    string Role,
    string Label,
    Guid? MemberId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    bool PersonalData);
