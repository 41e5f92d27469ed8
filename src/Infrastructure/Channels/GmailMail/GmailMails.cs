using System.Net;
using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Downloads mails by their ids. One that is too large, cannot be read or fails by itself each time is taken by its
/// headers, so that its sender is answered, and at worst recorded as unreadable: the mails behind it must come.
/// </summary>
internal sealed class GmailMails(GmailApi api)
{
    /// <summary>Bytes of a mail's JSON: a mail of Gmail's 25 MB, in base64.</summary>
    public const int MaxMail = 35 * 1024 * 1024;

    /// <summary>Mails fetched at the same time: Gmail allows a mailbox 50 a second.</summary>
    private const int AtOnce = 4;

    /// <summary>
    /// Bytes of a mail that is fetched beside others; larger ones are fetched one at a time. The lists do not tell sizes,
    /// and to ask for each would double the requests.
    /// </summary>
    private const int MaxBeside = 2 * 1024 * 1024;

    /// <summary>The mails in the order of their ids, without those that were deleted meanwhile.</summary>
    public async IAsyncEnumerable<InboundElement> Fetch(
        GmailAccount account, string[] ids, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in ids.Chunk(AtOnce))
        {
            var fetched = await Task.WhenAll(some.Select(id => Fetch(account, id, MaxBeside, ct)));
            foreach (var (id, (isLarge, small)) in some.Zip(fetched))
            {
                var element = isLarge ? (await Fetch(account, id, MaxMail, ct)).Element : small;
                if (element is not null)
                    yield return element;
            }
        }
    }

    /// <summary>Nothing when it was deleted meanwhile, or is larger and to be fetched by itself.</summary>
    private async Task<(bool IsLarge, InboundElement? Element)> Fetch(
        GmailAccount account, string id, int maxBytes, CancellationToken ct)
    {
        try
        {
            var whole = await Whole(account, id, maxBytes, ct);
            if (whole is null && maxBytes < MaxMail)
                return (true, null);
            var payload = whole is { Length: > 0 } json ? StoredMail.Write(account.Address, json) : null;
            return (false, payload is null ? await Headers(account, id, ct) : GmailWebhook.Mail(id, payload));
        }
        catch (HttpRequestException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return (false, null);
        }
    }

    /// <summary>Null when it is larger; empty when it failed twice.</summary>
    private async Task<byte[]?> Whole(GmailAccount account, string id, int maxBytes, CancellationToken ct)
    {
        try
        {
            return await api.Download(account, PathOf(id, "full"), maxBytes, ct);
        }
        catch (HttpRequestException failure) when (MayBeTheMails(failure))
        {
            // Once more: most failures pass.
        }

        try
        {
            return await api.Download(account, PathOf(id, "full"), maxBytes, ct);
        }
        catch (HttpRequestException failure) when (MayBeTheMails(failure))
        {
            return [];
        }
    }

    private async Task<InboundElement> Headers(GmailAccount account, string id, CancellationToken ct)
    {
        byte[]? headers = null;
        try
        {
            headers = await api.Download(account, PathOf(id, "metadata"), MaxBeside, ct);
        }
        catch (HttpRequestException failure) when (MayBeTheMails(failure))
        {
            // When this throws too, it is Gmail or the network that fails, and the mail is tried again.
            await api.Get(account, "profile", GmailJson.Default.MailboxProfile, ct);
        }

        return headers is not null && StoredMail.Write(account.Address, headers) is { } payload
            ? GmailWebhook.Mail(id, payload)
            : GmailWebhook.Unreadable(id, StoredMail.Unreadable(account.Address, id));
    }

    private static string PathOf(string id, string format) => $"messages/{Uri.EscapeDataString(id)}?format={format}";

    /// <summary>
    /// Whether a failure can be the one mail's: credentials and limits are the mailbox's, and what is gone is no failure.
    /// </summary>
    private static bool MayBeTheMails(HttpRequestException failure) => failure.StatusCode is not
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.NotFound);
}
