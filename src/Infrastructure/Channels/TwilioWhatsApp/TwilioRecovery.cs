using System.Globalization;
using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// Writes a message of Twilio's list as the webhook would have brought it, under the same key. The list knows no
/// profile name, place or pressed button; a text keeps its meaning, a shared place arrives without its coordinates.
/// </summary>
internal static class TwilioRecovery
{
    private const int PageSize = 500;

    /// <summary>
    /// Half a million messages; a gap that large is an error to be seen, not to be worked off silently.
    /// </summary>
    private const int MaxPages = 1_000;

    public static async IAsyncEnumerable<InboundElement> Missed(
        TwilioListing listing,
        TwilioAccount account,
        DateTimeOffset oldest,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var from = oldest.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var query = $"To={Uri.EscapeDataString(account.Address)}&DateSent%3E={Uri.EscapeDataString(from)}"
            + $"&PageSize={PageSize}";
        await foreach (var page in listing.Messages(account, query, MaxPages, ct))
        {
            foreach (var message in page.Messages ?? [])
            {
                // The filter may only be as fine as a day. What has no readable date is kept: the ledger knows doubles.
                if (message is { Direction: "inbound", Sid: { } sid } && !(message.Created < oldest))
                    yield return await Element(listing, account, sid, message, ct);
            }
        }
    }

    private static async Task<InboundElement> Element(
        TwilioListing listing, TwilioAccount account, string sid, MessageResource message, CancellationToken ct)
    {
        IReadOnlyList<(Uri Uri, string Type)> files =
            message.NumMedia is null or "" or "0" ? [] : await listing.Media(account, sid, ct);
        var count = Math.Min(files.Count, Inbound.Message.MaxMedia);
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = sid,
            ["AccountSid"] = account.Sid,
            ["SmsStatus"] = "received",
            ["From"] = message.From ?? "",
            ["To"] = message.To ?? "",
            ["Body"] = message.Body ?? "",
            ["NumMedia"] = count.ToString(CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < count; i++)
        {
            fields[$"MediaUrl{i}"] = files[i].Uri.AbsoluteUri;
            fields[$"MediaContentType{i}"] = files[i].Type;
        }

        using var form = new FormUrlEncodedContent(fields);
        return TwilioWebhook.Element(await form.ReadAsByteArrayAsync(ct));
    }
}
