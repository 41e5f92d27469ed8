using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Domain.Services;

/// <summary>A code that opens a guided service, such as a parent's. Only its hash is kept.</summary>
public static class StepCode
{
    public const string Prefix = "sha256:";

    /// <summary>Longer ones are nobody's code.</summary>
    public const int MaxLength = 100;

    private const int HashDigits = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether it can be a code: short, with something in it that counts, or kept already.</summary>
    public static bool IsCode(string? code) =>
        code?.StartsWith(Prefix, StringComparison.Ordinal) == true
            ? code.Length == Prefix.Length + HashDigits && code.AsSpan(Prefix.Length).IndexOfAnyExcept(HexDigits) < 0
            : code?.Length <= MaxLength && code.Any(char.IsLetterOrDigit);

    /// <summary>
    /// The code as it is kept; one that is kept already stays as it is. Case and spaces do not matter.
    /// </summary>
    public static string Kept(string code) => code.StartsWith(Prefix, StringComparison.Ordinal) ? code : Hash(code);

    /// <summary>Whether what a citizen wrote is one of the kept codes; takes as long for all of them.</summary>
    public static bool Matches(string written, IReadOnlyList<string> kept)
    {
        if (written.Length > MaxLength)
        {
            return false;
        }

        var hash = Encoding.ASCII.GetBytes(Hash(written));
        var found = false;
        foreach (var code in kept)
        {
            found |= CryptographicOperations.FixedTimeEquals(hash, Encoding.UTF8.GetBytes(code));
        }

        return found;
    }

    private static string Hash(string code)
    {
        var plain = string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
    }
}
