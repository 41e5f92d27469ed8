using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// Verifies <c>X-Twilio-Signature</c>: Base64(HMAC-SHA1(token, URL + every key and value, sorted)). A field sent twice
/// counts once per distinct value, as in Twilio's own validators. A JSON body is covered by <c>bodySHA256</c> in the
/// query, and only the URL is signed then. (twilio.com/docs/usage/security)
/// </summary>
internal static class TwilioSignature
{
    private const int MaxUrlLength = 600;

    /// <summary>Three bytes a character at most, and a port.</summary>
    private const int MaxUrlBytes = 3 * MaxUrlLength + 4;

    private const int MaxTokenBytes = 256;

    private const string BodyHashParameter = "bodySHA256=";

    /// <summary>Whether the header's signature is that of URL and body.</summary>
    /// <param name="authToken">The account's auth token, in UTF-8.</param>
    /// <param name="publicUrl">The configured public URL with path and query; never built from the Host header.</param>
    /// <param name="rawBody">The body as received.</param>
    /// <param name="signatureHeader">The value of the header.</param>
    public static bool IsValid(
        ReadOnlySpan<byte> authToken, string publicUrl, ReadOnlySpan<byte> rawBody, string signatureHeader)
    {
        Span<byte> claimed = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // Without a token anyone could sign; an account that is not set up accepts nothing.
        if (authToken.IsEmpty || authToken.Length > MaxTokenBytes || publicUrl.Length > MaxUrlLength
            || !Convert.TryFromBase64String(signatureHeader, claimed, out var length) || length != claimed.Length)
            return false;

        if (BodyHash(publicUrl) is { } hash)
            return IsBody(rawBody, hash) && IsSigned(authToken, publicUrl, default, claimed);
        return IsSigned(authToken, publicUrl, rawBody, claimed);
    }

    // Twilio signs the URL now with, now without the port, so both spellings are tried.
    private static bool IsSigned(
        ReadOnlySpan<byte> authToken, string url, ReadOnlySpan<byte> form, ReadOnlySpan<byte> claimed)
    {
        // The decoded form is never longer than the raw one. It is laid out twice, as received and as signed, and in
        // front of the latter is room for the URL, written against it from the left.
        var rented = ArrayPool<byte>.Shared.Rent(MaxUrlBytes + 2 * form.Length);
        try
        {
            var decoded = rented.AsSpan(MaxUrlBytes + form.Length);
            var signed = rented.AsSpan(0, MaxUrlBytes + form.Length);
            if (!SignedForm.TryWrite(form, decoded, signed[MaxUrlBytes..], out var written))
                return false;

            signed = signed[..(MaxUrlBytes + written)];
            return IsMac(authToken, url, signed, claimed)
                || (OtherPort(url) is { } other && IsMac(authToken, other, signed, claimed));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1 and offers nothing else.")]
    private static bool IsMac(
        ReadOnlySpan<byte> authToken, string url, Span<byte> signed, ReadOnlySpan<byte> claimed)
    {
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        var start = MaxUrlBytes - Encoding.UTF8.GetByteCount(url);
        Encoding.UTF8.GetBytes(url, signed[start..]);
        HMACSHA1.HashData(authToken, signed[start..], mac);
        return CryptographicOperations.FixedTimeEquals(mac, claimed);
    }

    /// <summary>
    /// The URL without its port, or with the scheme's own when it has none; null when it is no web address.
    /// </summary>
    private static string? OtherPort(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return null;
        var host = scheme + 3;
        var end = url.AsSpan(host).IndexOfAny('/', '?', '#') is >= 0 and var length ? host + length : url.Length;
        var port = url.AsSpan(host, end - host).LastIndexOf(':') is >= 0 and var colon ? host + colon : -1;
        // The colons inside an IPv6 address belong to the host.
        if (port > 0 && url.IndexOf(']', port) < 0)
            return string.Concat(url.AsSpan(0, port), url.AsSpan(end));
        var usual = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return string.Concat(url.AsSpan(0, end), usual, url.AsSpan(end));
    }

    private static string? BodyHash(string url)
    {
        var query = url.IndexOf('?');
        var start = query < 0 ? -1 : url.IndexOf(BodyHashParameter, query, StringComparison.Ordinal);
        if (start < 0 || url[start - 1] is not ('?' or '&'))
            return null;
        var value = url[(start + BodyHashParameter.Length)..];
        return value.IndexOfAny(['&', '#']) is >= 0 and var end ? value[..end] : value;
    }

    private static bool IsBody(ReadOnlySpan<byte> body, string hex)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(hex, claimed, out _, out var length) != OperationStatus.Done
            || length != claimed.Length)
            return false;
        SHA256.HashData(body, actual);
        return CryptographicOperations.FixedTimeEquals(actual, claimed);
    }
}
