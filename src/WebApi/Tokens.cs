using System.Security.Cryptography;
using System.Text;

namespace CleanFte.WebApi;

internal static class Tokens
{
    /// <summary>Compares in constant time; nothing equals an empty expectation.</summary>
    public static bool Equal(string given, string expected) =>
        expected.Length > 0
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
