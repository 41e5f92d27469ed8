using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Reads what a recorded mail or push says. Total: whatever makes no sense is unknown, with the reason.
/// </summary>
internal static class GmailDecoder
{
    /// <summary>Characters of what a person wrote; the rest is left out.</summary>
    public const int MaxText = 20_000;

    private static readonly string[] ReplyMarks = ["re:", "aw:", "sv:"];

    private static readonly string[] ForwardMarks = ["fwd:", "fw:", "rv:", "tr:", "wg:"];

    public static Inbound Decode(ReadOnlySpan<byte> payload) => Read(payload) switch
    {
        { Message: { } message } mail => Mail(message, mail.Mailbox ?? ""),
        { Notice: { EmailAddress: { } address, HistoryId: not null } } push =>
            string.Equals(address, push.Mailbox, StringComparison.OrdinalIgnoreCase)
                ? new Inbound.Notice()
                : new Inbound.Unknown("wrong_address"),
        _ => new Inbound.Unknown("unreadable"),
    };

    /// <summary>Null when it is none of our payloads.</summary>
    public static GmailPayload? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, GmailJson.Default.GmailPayload);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Inbound Mail(MailMessage message, string mailbox)
    {
        if (message.Id is not { Length: > 0 } id)
            return new Inbound.Unknown("no_message_id");
        var headers = new MailHeaders(message.Payload?.Headers);
        if (MailSender.Of(headers) is not { } sender)
            return new Inbound.Unknown("no_sender");
        if (AutomaticMail.ReasonOf(message, headers, sender, mailbox) is { } reason)
            return new Inbound.Unknown(reason);

        var written = EncodedWords.Decode(headers.First("Subject") ?? "").Trim();
        var subject = written[..Math.Min(written.Length, MailThread.MaxSubject)];
        return new Inbound.Message(
            id,
            new SenderIdentity("email", sender.Address, AuthenticationResults.Vouches(headers, sender)),
            ReplyAddressOf(headers, sender),
            mailbox,
            null,
            sender.Name,
            MailContent.Start(TextOf(message, headers, subject), MaxText),
            null,
            MailContent.FilesOf(id, message.Payload),
            null)
        {
            Thread = MailThread.Of(message, headers, subject).Write(),
            Answers = MailThread.AnsweredBy(headers),
        };
    }

    /// <summary>
    /// Reply-To counts within the sender's own domain only: nothing vouches for it, and with another's address in it a
    /// stranger would have us write to him, and read what we answer there.
    /// </summary>
    private static string ReplyAddressOf(MailHeaders headers, MailSender sender) =>
        headers.First("Reply-To") is { } value && MailSender.Parse(value) is { } reply && reply.Domain == sender.Domain
            ? reply.Address
            : sender.Address;

    private static string TextOf(MailMessage message, MailHeaders headers, string subject)
    {
        // Too large to be fetched whole: what Gmail shows in its list is better than nothing.
        var whole = MailContent.TextOf(message.Payload) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : System.Net.WebUtility.HtmlDecode(message.Snippet ?? "");
        var bare = Bare(subject, out var isForwarded);
        var own = QuotedReply.Strip(whole, isForwarded);
        var isAnswer = headers.Has("In-Reply-To") || headers.Has("References");
        return isAnswer || bare.Length == 0 || own.StartsWith(bare, StringComparison.OrdinalIgnoreCase)
            ? own
            : $"{bare}\n\n{own}".Trim();
    }

    /// <summary>The subject without what programs put before it.</summary>
    private static string Bare(string subject, out bool isForwarded)
    {
        isForwarded = false;
        var bare = subject;
        while (true)
        {
            var mark = ReplyMarks.Concat(ForwardMarks)
                .FirstOrDefault(m => bare.StartsWith(m, StringComparison.OrdinalIgnoreCase));
            if (mark is null)
                return bare;
            isForwarded |= ForwardMarks.Contains(mark);
            bare = bare[mark.Length..].TrimStart();
        }
    }
}
