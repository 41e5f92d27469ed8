using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Turns a verified push, or a fetched mail, into an element of the ledger.</summary>
internal static class GmailWebhook
{
    /// <summary>Notices of a mailbox follow one another: each fetches what all before it told of.</summary>
    private const string NoticeLane = "notice";

    private const string UnknownLane = "u";

    /// <summary>The one element of a push. Never throws for what is in it.</summary>
    /// <param name="mailbox">The address of the account that it was delivered to.</param>
    /// <param name="body">The raw body.</param>
    public static InboundElement Push(string mailbox, ReadOnlyMemory<byte> body)
    {
        if (NoticeIn(body.Span) is not { EmailAddress: not null, HistoryId: { } history } notice)
            return Unknown(body);
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new GmailPayload(mailbox, null, notice), GmailJson.Default.GmailPayload);
        // Another mailbox's history has numbers of its own, which must not stand for ours.
        return string.Equals(notice.EmailAddress, mailbox, StringComparison.OrdinalIgnoreCase)
            ? new InboundElement($"n:{history.ToString(CultureInfo.InvariantCulture)}", NoticeLane, payload)
            : Unknown(payload);
    }

    /// <summary>The element of a mail, in its sender's lane.</summary>
    /// <param name="id">Gmail's id of it.</param>
    /// <param name="payload">What <see cref="StoredMail"/> wrote of it.</param>
    public static InboundElement Mail(string id, byte[] payload)
    {
        var headers = new MailHeaders(GmailDecoder.Read(payload)?.Message?.Payload?.Headers);
        return new InboundElement($"m:{id}", MailSender.Of(headers)?.Address ?? UnknownLane, payload);
    }

    /// <summary>The element of a mail that could not be had; with a key of its own, so that the mail itself may follow.</summary>
    /// <param name="id">Gmail's id of it.</param>
    /// <param name="payload">What <see cref="StoredMail.Unreadable"/> wrote.</param>
    public static InboundElement Unreadable(string id, byte[] payload) => new($"u:{id}", UnknownLane, payload);

    private static InboundElement Unknown(ReadOnlyMemory<byte> payload) =>
        new($"u:{Convert.ToHexStringLower(SHA256.HashData(payload.Span))}", UnknownLane, payload);

    private static PushNotice? NoticeIn(ReadOnlySpan<byte> body)
    {
        try
        {
            var data = JsonSerializer.Deserialize(body, GmailJson.Default.PushEnvelope)?.Message?.Data;
            return data is not null && MailContent.FromBase64(data) is { } notice
                ? JsonSerializer.Deserialize(notice, GmailJson.Default.PushNotice)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
