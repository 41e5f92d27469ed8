using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// Whether a webhook comes from whom it says: Meta signs the raw body with the app's secret
/// (<c>X-Hub-Signature-256: sha256=</c> and the hex HMAC-SHA256); 360dialog repeats a header that it was registered with, or
/// signs likewise with the same secret.
/// </summary>
internal static class CloudSignature
{
    public const string MetaHeader = "X-Hub-Signature-256";

    public const string PartnerHeader = "x-360dialog-signature";

    private const string Prefix = "sha256=";

    private const int MaxSecretBytes = 256;

    /// <summary>The secret of a Meta account that signed the body, the previous one included; null when none did.</summary>
    public static string? SignedBy(ChannelAccount account, ReadOnlySpan<byte> body, string? header) =>
        Secrets(account) is var secrets && IsSigned(secrets.Current, body, header) ? secrets.Current
        : IsSigned(secrets.Previous, body, header) ? secrets.Previous
        : null;

    /// <summary>Whether a Meta account is signed for with that secret: accounts of one app share it.</summary>
    public static bool Shares(ChannelAccount account, string secret) =>
        secret.Length > 0 && Secrets(account) is var secrets && (secrets.Current == secret || secrets.Previous == secret);

    /// <summary>Whether the body carries the secret of a 360dialog account, or its signature.</summary>
    public static bool IsFrom360(ChannelAccount account, ReadOnlySpan<byte> body, string? secret, string? signature)
    {
        var known = account.Setting("WebhookSecret");
        return known.Length > 0
            && (IsSame(known, secret ?? "") || (!string.IsNullOrEmpty(signature) && IsSigned(known, body, signature)));
    }

    /// <summary>Compares in a time that tells nothing of where two texts differ; nothing equals an empty one.</summary>
    public static bool IsSame(string known, string claimed) =>
        known.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(claimed));

    /// <summary>Whether the header holds the body's HMAC, with or without <c>sha256=</c>.</summary>
    public static bool IsSigned(string secret, ReadOnlySpan<byte> body, [NotNullWhen(true)] string? header)
    {
        Span<byte> key = stackalloc byte[MaxSecretBytes];
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hex = (header ?? "").AsSpan();
        if (hex.StartsWith(Prefix, StringComparison.Ordinal))
            hex = hex[Prefix.Length..];
        // Without a secret anyone could sign; an account that is not set up accepts nothing.
        if (secret.Length == 0 || hex.Length != 2 * claimed.Length
            || !Encoding.UTF8.TryGetBytes(secret, key, out var length)
            || Convert.FromHexString(hex, claimed, out _, out _) != OperationStatus.Done)
            return false;
        HMACSHA256.HashData(key[..length], body, actual);
        return CryptographicOperations.FixedTimeEquals(actual, claimed);
    }

    private static (string Current, string Previous) Secrets(ChannelAccount account) =>
        (account.Setting("AppSecret"), account.Setting("PreviousAppSecret"));
}
