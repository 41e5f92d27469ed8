using System.Security.Cryptography;
using CleanFte.Application.Tenants;

namespace CleanFte.Infrastructure.Tenants;

/// <summary>Tells whose key it is. What cannot be a key never reaches the database.</summary>
public sealed class ApiKeyVerifier(IApiKeys keys, BootstrapKey bootstrap, TimeProvider clock)
{
    /// <summary>The key's holder, or null for a key that is unknown, wrong, expired or revoked.</summary>
    public async Task<VerifiedKey?> Verify(string key, CancellationToken ct)
    {
        string id;
        if (bootstrap.IsConfigured(key))
        {
            id = BootstrapKey.Id;
        }
        else if (!ApiKey.TryReadId(key, out id))
        {
            return null;
        }

        return await keys.Find(id, ct) is { } stored
            && CryptographicOperations.FixedTimeEquals(stored.Hash, ApiKey.Hash(key))
            && stored.IsUsable(clock.GetUtcNow())
                ? new VerifiedKey(stored.Id, stored.Tenant, stored.Role, stored.Member, stored.MayReadPersonalData)
                : null;
    }
}

/// <param name="MayReadPersonalData">See <see cref="StoredKey"/>.</param>
public sealed record VerifiedKey(string Id, string Tenant, ApiRole Role, Guid? Member, bool MayReadPersonalData = false)
{
    /// <summary>Who has done what is done with it, as events name him.</summary>
    public string Caller => Member?.ToString() ?? $"key:{Id}";
}
