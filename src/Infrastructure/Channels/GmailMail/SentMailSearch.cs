using System.Globalization;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Finds a mail of ours that Gmail may have taken: by the Message-ID that we gave it and, because Gmail gives some
/// mails another one, by the header with our id among what was sent to that person since.
/// </summary>
internal sealed class SentMailSearch(GmailApi api)
{
    /// <summary>Mails that are looked into; nobody is sent more within the time that a send is in doubt.</summary>
    private const int MaxCandidates = 20;

    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(1);

    /// <summary>Gmail's id of it, or null when it is not there.</summary>
    public async Task<string?> Find(
        GmailAccount account, OutgoingMessage message, DateTimeOffset since, IReadOnlySet<string> others, CancellationToken ct)
    {
        var id = Uri.EscapeDataString(OutgoingMail.MessageId(account, message).Trim('<', '>'));
        var exact = await api.Get(
            account, $"messages?q=rfc822msgid%3A{id}&maxResults=1", GmailJson.Default.MessageList, ct);
        if (exact.Messages is [{ Id: { Length: > 0 } found }, ..])
            return found;

        var oldest = (since - ClockAllowance).ToUnixTimeSeconds();
        var query = Uri.EscapeDataString(
            string.Create(CultureInfo.InvariantCulture, $"to:{message.Recipient} after:{Math.Max(oldest, 0)}"));
        var sent = await api.Get(
            account, $"messages?labelIds=SENT&q={query}&maxResults={MaxCandidates}", GmailJson.Default.MessageList, ct);
        foreach (var candidate in sent.Messages ?? [])
        {
            if (candidate?.Id is { Length: > 0 } other && !others.Contains(other) && await IsThat(account, other, message, ct))
                return other;
        }

        return null;
    }

    private async Task<bool> IsThat(GmailAccount account, string id, OutgoingMessage message, CancellationToken ct)
    {
        var mail = await api.Get(
            account, $"messages/{Uri.EscapeDataString(id)}?format=metadata&metadataHeaders={OutgoingMail.PartHeader}",
            GmailJson.Default.MailMessage, ct);
        return new MailHeaders(mail.Payload?.Headers).First(OutgoingMail.PartHeader) == message.Id.ToString("N");
    }
}
