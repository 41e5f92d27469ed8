using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// The address from which Twilio fetches one file that is sent: it takes no credentials there, so the address itself is
/// signed with the account's token, and ends.
/// </summary>
internal static class TwilioFileLink
{
    public const string ExpiresParameter = "expires";

    public const string SignatureParameter = "signature";

    /// <summary>Twilio fetches within minutes; a message that waits in its queue may take longer.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <param name="webhookUrl">The account's own, with host.</param>
    public static string Of(string webhookUrl, ChannelAccount account, Guid media, DateTimeOffset now)
    {
        var expires = (now + Lifetime).ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{webhookUrl}/files/{media:N}?{ExpiresParameter}={expires}&{SignatureParameter}={Sign(account, media, expires)}");
    }

    public static bool IsValid(ChannelAccount account, Guid media, long expires, string signature, DateTimeOffset now) =>
        expires > now.ToUnixTimeSeconds()
        && account.Setting("AuthToken").Length > 0
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(account, media, expires)));

    private static string Sign(ChannelAccount account, Guid media, long expires) => Base64Url.EncodeToString(
        HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(account.Setting("AuthToken")),
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file\n{account.Name}\n{media:N}\n{expires}"))));
}
