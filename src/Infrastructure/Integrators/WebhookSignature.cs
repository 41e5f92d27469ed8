using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time in seconds and body, joined by full stops.</summary>
internal static class WebhookSignature
{
    public const int SecretBytes = 32;

    private const string Prefix = "whsec_";

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, separated by spaces.</summary>
    public static string Of(IEnumerable<byte[]> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(s, signed))}"));
    }

    public static byte[] DrawSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static string Spell(byte[] secret) => Prefix + Convert.ToBase64String(secret);
}
