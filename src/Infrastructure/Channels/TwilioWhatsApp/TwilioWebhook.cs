using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>Turns the verified body of a webhook into an element of the ledger.</summary>
internal static class TwilioWebhook
{
    /// <summary>
    /// The field that carries our own reply part id. Twilio hands it back in the query of the status callback, which is
    /// not part of the body, so it is put in front of the payload; in front, because the first field of a name counts.
    /// </summary>
    public static ReadOnlySpan<byte> ReplyField => "_reply"u8;

    /// <summary>The query parameter of the status callback that carries our reply part id.</summary>
    public const string ReplyParameter = "reply";

    /// <summary>The one element of a body: Twilio posts each message and each status by itself.</summary>
    /// <param name="body">The raw body; kept, so it must not be a pooled buffer.</param>
    /// <param name="reply">Our id of the reply part from the callback's query, or null.</param>
    public static InboundElement Element(ReadOnlyMemory<byte> body, Guid? reply = null)
    {
        var form = new TwilioForm(body.Span);
        if (form.Find("MessageSid"u8) is not { } sid)
            return new InboundElement($"u:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}", "u", body);

        if (StatusOf(form) is { } status)
        {
            var payload = reply is { } id ? WithReply(id, body.Span) : body;
            return new InboundElement($"s:{sid}:{status}", $"s:{sid}", payload);
        }

        return new InboundElement($"m:{sid}", form.Find("From"u8) ?? "u", body);
    }

    /// <summary>
    /// The reported status, or null when the body is a message. Messages carry <c>SmsStatus=received</c> and no
    /// MessageStatus.
    /// </summary>
    public static string? StatusOf(in TwilioForm form) =>
        (form.Find("MessageStatus"u8) ?? form.Find("SmsStatus"u8)) is { } status
        && status is not ("received" or "receiving")
            ? status
            : null;

    private static byte[] WithReply(Guid reply, ReadOnlySpan<byte> body)
    {
        const int guidLength = 36;
        var payload = new byte[ReplyField.Length + 1 + guidLength + 1 + body.Length];
        ReplyField.CopyTo(payload);
        var at = ReplyField.Length;
        payload[at++] = (byte)'=';
        at += Encoding.ASCII.GetBytes(reply.ToString("D"), payload.AsSpan(at));
        payload[at++] = (byte)'&';
        body.CopyTo(payload.AsSpan(at));
        return payload;
    }
}
