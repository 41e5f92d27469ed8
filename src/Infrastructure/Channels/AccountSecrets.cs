using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Infrastructure.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace CleanFte.Infrastructure.Channels;

/// <summary>The secrets of accounts that were entered at run time. An account's cannot be read as another's.</summary>
internal sealed class AccountSecrets(IDataProtectionProvider protection, MasterKey key)
{
    /// <summary>Whether any can be kept.</summary>
    public bool CanKeep => key.IsSet;

    public byte[] Protect(string tenant, string account, IReadOnlyDictionary<string, string> secrets) =>
        Of(tenant, account).Protect(JsonSerializer.SerializeToUtf8Bytes(secrets));

    /// <summary>Null where they cannot be read any more: the master key is another than it was.</summary>
    public IReadOnlyDictionary<string, string>? Read(string tenant, string account, byte[] secrets)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Of(tenant, account).Unprotect(secrets));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Of(string tenant, string account) => protection.CreateProtector("channel account", tenant, account);
}
