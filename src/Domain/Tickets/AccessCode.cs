using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Domain.Tickets;

/// <summary>
/// The secret in the reporter's link. It lets its holder add to a ticket, reopen and rate it; stored only as a hash.
/// </summary>
public static class AccessCode
{
    /// <summary>
    /// Symbols in a code: 20 of base32 are 100 random bits, too many to guess and few enough to type.
    /// </summary>
    public const int Length = 20;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Draw() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Lower-case hex SHA-256. A random code of 100 bits needs no salt and no slow hash.</summary>
    public static string Hash(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())));

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string hash, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(code)));
}
