using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Application.Tenants;

/// <summary>
/// How keys are spelt: <c>cfk_{id}_{secret}</c>. The id is public and finds the row; the secret is 256 random bits,
/// shown once. What is stored is the SHA-256 of the whole key: so many random bits need no salt and no slow hash.
/// </summary>
public static class ApiKey
{
    public const int IdLength = 12;

    private const string Prefix = "cfk_";
    private const string IdSymbols = "abcdefghijklmnopqrstuvwxyz234567";
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int Length = 4 + IdLength + 1 + SecretLength;

    private static readonly SearchValues<char> IdSearch = SearchValues.Create(IdSymbols);

    public static string DrawId() => RandomNumberGenerator.GetString(IdSymbols, IdLength);

    /// <summary>A new key for an id.</summary>
    public static string Draw(string id) =>
        $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <summary>The id in a key; false for what cannot be a key of ours.</summary>
    public static bool TryReadId(string key, out string id)
    {
        id = "";
        if (key.Length != Length
            || !key.StartsWith(Prefix, StringComparison.Ordinal)
            || key[Prefix.Length + IdLength] != '_'
            || key.AsSpan(Prefix.Length, IdLength).ContainsAnyExcept(IdSearch)
            || !Base64Url.IsValid(key.AsSpan(Length - SecretLength)))
        {
            return false;
        }

        id = key.Substring(Prefix.Length, IdLength);
        return true;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
