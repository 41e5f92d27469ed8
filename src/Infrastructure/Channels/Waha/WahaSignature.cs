using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>Verifies <c>X-Webhook-Hmac</c>: the hex HMAC-SHA512 of the raw body.</summary>
internal static class WahaSignature
{
    public const string Header = "X-Webhook-Hmac";

    public const string AlgorithmHeader = "X-Webhook-Hmac-Algorithm";

    private const string Algorithm = "sha512";

    private const int MaxKeyBytes = 256;

    /// <summary>Whether the account's key signed the body, or the previous one while it is changed.</summary>
    public static bool IsValid(ChannelAccount account, ReadOnlySpan<byte> body, string? algorithm, string? signature) =>
        string.Equals(algorithm, Algorithm, StringComparison.OrdinalIgnoreCase)
        && (IsSigned(account.Setting("HmacKey"), body, signature)
            || IsSigned(account.Setting("PreviousHmacKey"), body, signature));

    private static bool IsSigned(string secret, ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        Span<byte> claimed = stackalloc byte[HMACSHA512.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[HMACSHA512.HashSizeInBytes];
        // Without a key anyone could sign; an account that is not set up accepts nothing.
        if (secret.Length == 0 || signature?.Length != 2 * claimed.Length
            || !Encoding.UTF8.TryGetBytes(secret, key, out var length)
            || Convert.FromHexString(signature, claimed, out _, out _) != OperationStatus.Done)
            return false;
        HMACSHA512.HashData(key[..length], body, actual);
        return CryptographicOperations.FixedTimeEquals(actual, claimed);
    }
}
