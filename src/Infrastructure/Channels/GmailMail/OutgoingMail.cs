using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain.Customers;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Writes our answer as a mail (RFC 5322): plain text and files, in the thread of what it answers, marked as written by a machine.
/// </summary>
internal static class OutgoingMail
{
    /// <summary>On everything that leaves; a mail that carries it comes from an installation like this one.</summary>
    public const string LoopHeader = "X-CleanFte-Loop";

    /// <summary>Carries our id of the part, should Gmail give the mail another Message-ID.</summary>
    public const string PartHeader = "X-CleanFte-Part";

    private static readonly IdnMapping Domains = new();

    private const int MaxFirstLine = 80;

    private const int GuidLength = 32;

    /// <summary>The Message-ID, the same however often it is sent.</summary>
    public static string MessageId(GmailAccount account, OutgoingMessage message) => $"<{message.Id:N}@{account.Domain}>";

    /// <summary>Our id in a Message-ID that may be ours; whether it is, who knows the id tells.</summary>
    public static Guid? PartOf(string messageId) =>
        messageId.AsSpan().TrimStart('<') is { Length: > GuidLength } id && id[GuidLength] == '@'
            && Guid.TryParseExact(id[..GuidLength], "N", out var part)
            ? part
            : null;

    /// <summary>Null when the recipient is no address.</summary>
    /// <param name="thread">What it answers; null begins a thread.</param>
    public static byte[]? Write(GmailAccount account, OutgoingMessage message, MailThread? thread, DateTimeOffset now)
    {
        if (RecipientOf(message.Recipient) is not { } recipient)
            return null;
        var mail = new StringBuilder();
        Line(mail, "From", Mailbox(account.SenderName, account.Address));
        Line(mail, "To", recipient);
        Line(mail, "Subject", EncodedWords.Encode(SubjectOf(account, message, thread)));
        if (thread?.Last is { } last)
        {
            Line(mail, "In-Reply-To", last);
            Line(mail, "References", string.Join("\r\n ", (thread.References ?? []).Append(last).Distinct()));
        }

        Line(mail, "Message-ID", MessageId(account, message));
        Line(mail, "Date", now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        if (!message.IsByPerson)
            Line(mail, "Auto-Submitted", "auto-replied");
        Line(mail, LoopHeader, account.Name);
        Line(mail, PartHeader, message.Id.ToString("N"));
        Line(mail, "MIME-Version", "1.0");
        var boundary = MailAttachments.Boundary(message.Id);
        if (message.Files.Count > 0)
        {
            Line(mail, "Content-Type", $"multipart/mixed; boundary=\"{boundary}\"");
            mail.Append("\r\n--").Append(boundary).Append("\r\n");
        }

        Line(mail, "Content-Type", "text/plain; charset=utf-8");
        Line(mail, "Content-Transfer-Encoding", "base64");
        mail.Append("\r\n");
        var whole = new MailWriter();
        whole.Text(mail.ToString());
        whole.Base64(Encoding.UTF8.GetBytes(TextOf(message).ReplaceLineEndings("\r\n")));
        // A part of no text has an end of line still, or its headers had none.
        if (message.Text.Length == 0)
            whole.Text("\r\n");
        if (message.Files.Count > 0)
            MailAttachments.Write(whole, message.Files, boundary);
        return whole.ToArray();
    }

    /// <summary>What hands it over: with files an upload, because Gmail takes only some megabytes in JSON.</summary>
    public static SentContent Request(byte[] mail, OutgoingMessage message, string? thread) => message.Files.Count > 0
        ? new GmailUpload(mail, thread, MailAttachments.Boundary(message.Id))
        : new SentJson(JsonSerializer.SerializeToUtf8Bytes(
            new SendRequest(Base64Url.EncodeToString(mail), thread), GmailJson.Default.SendRequest));

    /// <summary>A mail without one looks like rubbish, so that files without words have the first one's name.</summary>
    private static string SubjectOf(GmailAccount account, OutgoingMessage message, MailThread? thread)
    {
        if (thread?.Subject is { } subject)
            return subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";
        string?[] candidates =
        [
            message.Subject, message.Text, message.Files is [{ File.Name: var name }, ..] ? name : null, account.SenderName,
        ];
        var first = (Array.Find(candidates, c => !string.IsNullOrWhiteSpace(c)) ?? account.Address).AsSpan().Trim();
        if (first.IndexOfAny('\r', '\n') is >= 0 and var end)
            first = first[..end];
        return first.Length <= MaxFirstLine ? first.ToString() : $"{first[..MaxFirstLine]}…";
    }

    private static string TextOf(OutgoingMessage message) =>
        message.Offer?.AsLines() is { Length: > 0 } lines ? $"{message.Text}\n\n{lines}" : message.Text;

    private static string Mailbox(string name, string address)
    {
        if (name.Length == 0)
            return address;
        var encoded = EncodedWords.Encode(name);
        return encoded.StartsWith("=?", StringComparison.Ordinal)
            ? $"{encoded} <{address}>"
            : $"\"{encoded.Replace('"', '\'').Replace('\\', '/')}\" <{address}>";
    }

    /// <summary>The address with its domain as mail servers know it, or null when it is none.</summary>
    private static string? RecipientOf(string recipient)
    {
        if (!EmailAddress.TryParse(recipient, out var address))
            return null;
        var at = address.Value.LastIndexOf('@') + 1;
        try
        {
            return $"{address.Value[..at]}{Domains.GetAscii(address.Value[at..])}";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A value cannot end its line: only our own folding, a line break before a space, is kept.</summary>
    private static void Line(StringBuilder mail, string name, string value)
    {
        mail.Append(name).Append(": ");
        var pieces = value.Split("\r\n ");
        for (var i = 0; i < pieces.Length; i++)
        {
            mail.Append(i > 0 ? "\r\n " : "")
                .Append(pieces[i].Replace('\r', ' ').Replace('\n', ' '));
        }

        mail.Append("\r\n");
    }
}
