using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Fetches the mails that came since a position of the mailbox's history; where the history does not reach back so far,
/// those that are in the inbox since a time. A position is told only behind the mails that it stands for, and a mail that
/// cannot be had by itself stands in no other's way.
/// </summary>
internal sealed class GmailRecovery(GmailApi api, TimeProvider clock)
{
    private readonly GmailMails _mails = new(api);

    private const int PageSize = 500;

    /// <summary>A quarter of a million changes; a gap that large is an error to be seen.</summary>
    private const int MaxPages = 500;

    private static readonly TimeSpan WatchRenewal = TimeSpan.FromDays(1);

    public async IAsyncEnumerable<InboundElement> Missed(
        GmailAccount account, RecoveryCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        var position = GmailPosition.Of(account.Address, cursor.Position);
        var watched = await Watched(account, position.Watched, ct);
        var first = position.History is { } start ? await HistoryPage(account, start, null, ct) : null;
        var elements = first is null
            ? Listed(account, cursor.Since, watched, ct)
            : Changed(account, position.History!.Value, first, watched, ct);
        await foreach (var element in elements)
            yield return element;
    }

    /// <summary>
    /// Asks Gmail to go on publishing. When that fails, the mailbox is polled all the same, so it is tried again next
    /// time.
    /// </summary>
    private async Task<DateTimeOffset?> Watched(GmailAccount account, DateTimeOffset? last, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (account.Topic.Length == 0 || (last <= now && now - last < WatchRenewal))
            return last;
        try
        {
            await Watch(account, ct);
            return now;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task Watch(GmailAccount account, CancellationToken ct) => api.Post(
        account, "watch", new WatchRequest(account.Topic, ["INBOX"], "INCLUDE"), GmailJson.Default.WatchRequest, ct);

    private async IAsyncEnumerable<InboundElement> Changed(
        GmailAccount account, ulong start, HistoryPage first, DateTimeOffset? watched,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new HashSet<string>();
        // What the first page says, not the last: mail that comes while the pages are read may be on none of them.
        var end = Math.Max(first.HistoryId ?? 0, start);
        var page = first;
        for (var pages = 1; ; pages++)
        {
            var records = (page.History ?? []).Where(r => r is not null).ToArray();
            var ids = records.SelectMany(r => r!.MessagesAdded ?? [])
                .Select(added => added?.Message?.Id)
                .Where(id => id is { Length: > 0 } && seen.Add(id));
            await foreach (var element in _mails.Fetch(account, [.. ids!], ct))
                yield return element;

            var reached = records.Length == 0 ? start : records.Max(r => r!.Id ?? start);
            if (page.NextPageToken is not { Length: > 0 } next)
            {
                yield return InboundElement.At(new GmailPosition(account.Address, Math.Max(end, reached), watched).ToString());
                yield break;
            }

            if (pages == MaxPages)
                throw new HttpRequestException($"The mailbox's history has more than {MaxPages} pages.");
            yield return InboundElement.At(new GmailPosition(account.Address, reached, watched).ToString());
            page = await HistoryPage(account, start, next, ct)
                ?? throw new HttpRequestException("The mailbox's history ended within a page.");
        }
    }

    /// <summary>Null when the history does not reach back so far.</summary>
    private async Task<HistoryPage?> HistoryPage(GmailAccount account, ulong start, string? token, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"history?startHistoryId={start}&historyTypes=messageAdded&labelId=INBOX&maxResults={PageSize}");
        try
        {
            return await api.Get(account, path + PageToken(token), GmailJson.Default.HistoryPage, ct);
        }
        catch (HttpRequestException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<InboundElement> Listed(
        GmailAccount account, DateTimeOffset since, DateTimeOffset? watched, [EnumeratorCancellation] CancellationToken ct)
    {
        // Before the list: what comes in between is then fetched twice instead of never.
        var profile = await api.Get(account, "profile", GmailJson.Default.MailboxProfile, ct);
        var path = string.Create(CultureInfo.InvariantCulture,
            $"messages?labelIds=INBOX&q=after%3A{Math.Max(since.ToUnixTimeSeconds() - 1, 0)}&maxResults={PageSize}");
        var ids = new List<string>();
        string? token = null;
        for (var pages = 0; pages == 0 || token is { Length: > 0 }; pages++)
        {
            if (pages == MaxPages)
                throw new HttpRequestException($"The inbox has more than {MaxPages} pages.");
            var page = await api.Get(account, path + PageToken(token), GmailJson.Default.MessageList, ct);
            ids.AddRange((page.Messages ?? []).Select(m => m?.Id ?? "").Where(id => id.Length > 0));
            token = page.NextPageToken;
        }

        // Newest first in the list; people are answered in their order.
        ids.Reverse();
        await foreach (var element in _mails.Fetch(account, [.. ids.Distinct()], ct))
            yield return element;
        if (profile.HistoryId is { } history)
            yield return InboundElement.At(new GmailPosition(account.Address, history, watched).ToString());
    }

    private static string PageToken(string? token) =>
        token is { Length: > 0 } ? $"&pageToken={Uri.EscapeDataString(token)}" : "";
}
