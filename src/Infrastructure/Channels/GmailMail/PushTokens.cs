using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Verifies the tokens that Pub/Sub signs its pushes with: OpenID Connect, RS256 (RFC 7515, 7519). Only that
/// algorithm is known, so that a token cannot choose a weaker one.
/// </summary>
internal sealed class PushTokens(GoogleKeys keys, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>Characters of the header; Google's tokens have some eight hundred.</summary>
    private const int MaxHeader = 8_192;

    /// <summary>How far the clocks may differ.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] Issuers = ["https://accounts.google.com", "accounts.google.com"];

    /// <summary>Whether a push comes from Google, by that service account, and was meant for us.</summary>
    /// <param name="authorization">The value of the Authorization header.</param>
    /// <param name="serviceAccount">Whom the subscription signs as; empty accepts nobody.</param>
    /// <param name="audience">What its tokens are made out to; empty accepts none.</param>
    /// <param name="keysUrl">Where Google's keys are.</param>
    public async Task<bool> IsValid(
        string authorization, string serviceAccount, string audience, string keysUrl, CancellationToken ct)
    {
        if (serviceAccount.Length == 0 || audience.Length == 0 || authorization.Length > MaxHeader
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || authorization[Scheme.Length..].Split('.') is not [var header, var claims, var signature])
            return false;
        if (Parsed(header, GmailJson.Default.PushTokenHeader) is not { Alg: "RS256", Kid: { Length: > 0 } kid }
            || Bytes(signature) is not { } signed
            || await keys.Find(keysUrl, kid, ct) is not { } key)
            return false;

        using var rsa = RSA.Create(key);
        return rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{claims}"), signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            && Parsed(claims, GmailJson.Default.PushTokenClaims) is { } said
            && IsMeant(said, serviceAccount, audience);
    }

    private bool IsMeant(PushTokenClaims said, string serviceAccount, string audience)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var tolerance = (long)Tolerance.TotalSeconds;
        return Issuers.Contains(said.Iss)
            && said.Aud == audience
            && said.EmailVerified == true
            && string.Equals(said.Email, serviceAccount, StringComparison.OrdinalIgnoreCase)
            && said is { Exp: { } expires, Iat: { } issued }
            && now < expires + tolerance
            && issued - tolerance <= now;
    }

    private static T? Parsed<T>(string part, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return Bytes(part) is { } json ? JsonSerializer.Deserialize(json, shape) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}
