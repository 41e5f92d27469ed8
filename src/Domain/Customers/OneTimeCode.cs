using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Domain.Customers;

/// <summary>What is sent to a claimed address, so that whoever reads there can show that it is his.</summary>
public static class OneTimeCode
{
    /// <summary>Entries of a wrong code before it is worth nothing.</summary>
    public const int MaxTries = 3;

    /// <summary>Codes an hour for one customer.</summary>
    public const int MaxAnHour = 3;

    /// <summary>
    /// Codes a day to one mailbox, whoever claims it and however its address is spelt: nobody's is filled by a stranger.
    /// </summary>
    public const int MaxADay = 5;

    private const int Digits = 6;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>What the history shows in its place.</summary>
    public static string Hidden { get; } = new('•', Digits);

    /// <summary>Six digits from a cryptographic source.</summary>
    public static string Draw() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <param name="verification">Its id, so that equal codes have different hashes.</param>
    public static byte[] Hash(Guid verification, string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{verification:N}:{code}"));

    /// <summary>Compared in constant time; spaces around and within are nobody's mistake.</summary>
    public static bool Matches(Guid verification, string code, ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(
            Hash(verification, string.Concat(code.Where(c => !char.IsWhiteSpace(c)))), hash);
}
