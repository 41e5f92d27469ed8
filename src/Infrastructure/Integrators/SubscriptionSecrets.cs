using System.Security.Cryptography;
using CleanFte.Infrastructure.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>What webhooks are signed with, encrypted. A subscription's cannot be read as another's.</summary>
internal sealed class SubscriptionSecrets(IDataProtectionProvider protection, MasterKey key)
{
    /// <summary>Whether any can be kept.</summary>
    public bool CanKeep => key.IsSet;

    public byte[] Protect(string tenant, Guid subscription, byte[] secret) => Of(tenant, subscription).Protect(secret);

    /// <summary>Null where it cannot be read any more: the master key is another than it was.</summary>
    public byte[]? Read(string tenant, Guid subscription, byte[] secret)
    {
        try
        {
            return Of(tenant, subscription).Unprotect(secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The secrets that sign now, the newest first; none where they cannot be read.</summary>
    public byte[][] Read(string tenant, Guid subscription, byte[] secret, byte[]? previous)
    {
        byte[]?[] read = [Read(tenant, subscription, secret), previous is null ? null : Read(tenant, subscription, previous)];
        return [.. read.OfType<byte[]>()];
    }

    private IDataProtector Of(string tenant, Guid subscription) =>
        protection.CreateProtector("webhook subscription", tenant, subscription.ToString());
}
