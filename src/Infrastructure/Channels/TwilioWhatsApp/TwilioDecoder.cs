using System.Globalization;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>Reads what a recorded webhook says. Total: whatever makes no sense is unknown, with the reason.</summary>
internal static class TwilioDecoder
{
    private const string Scheme = "whatsapp:";

    private static readonly byte[][] MediaUrls = Numbered("MediaUrl");

    private static readonly byte[][] MediaTypes = Numbered("MediaContentType");

    public static Inbound Decode(ReadOnlySpan<byte> payload)
    {
        var form = new TwilioForm(payload);
        if (form.Find("MessageSid"u8) is not { } sid)
            return new Inbound.Unknown("no_message_id");
        return TwilioWebhook.StatusOf(form) is { } status ? Status(form, sid, status) : Message(form, sid);
    }

    private static Inbound Status(in TwilioForm form, string sid, string status) =>
        StateOf(status) is { } state
            ? new Inbound.Status(
                sid,
                state,
                Guid.TryParse(form.Find(TwilioWebhook.ReplyField), out var reply) ? reply : null,
                form.Find("From"u8) ?? "",
                form.Find("AccountSid"u8),
                form.Find("ErrorCode"u8))
            : new Inbound.Unknown("unknown_status");

    private static DeliveryState? StateOf(string status) => status switch
    {
        "queued" or "accepted" or "scheduled" or "sending" => DeliveryState.Queued,
        "sent" => DeliveryState.Sent,
        "delivered" => DeliveryState.Delivered,
        "read" => DeliveryState.Read,
        "failed" or "undelivered" or "canceled" => DeliveryState.Failed,
        _ => null,
    };

    private static Inbound Message(in TwilioForm form, string sid)
    {
        if (form.Find("From"u8) is not { } from)
            return new Inbound.Unknown("no_sender");

        return new Inbound.Message(
            sid,
            Sender(form, from),
            from,
            form.Find("To"u8) ?? "",
            form.Find("AccountSid"u8),
            form.Find("ProfileName"u8),
            form.Find("Body"u8) ?? form.Find("ButtonText"u8) ?? form.Find("ListTitle"u8) ?? "",
            form.Find("ButtonPayload"u8) ?? form.Find("ListId"u8) ?? form.Find("InteractiveData"u8),
            Media(form),
            Location(form));
    }

    // A person without a phone number writes from whatsapp:US.ABC123. The id's field had two names in one year.
    private static SenderIdentity Sender(in TwilioForm form, string from)
    {
        var address = from.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? from[Scheme.Length..] : from;
        if (address.StartsWith('+') && IsE164(address.AsSpan(1)))
            return new SenderIdentity("phone", address);
        if (form.Find("WaId"u8) is { } digits && IsE164(digits))
            return new SenderIdentity("phone", $"+{digits}");
        return new SenderIdentity(
            "whatsapp_user", form.Find("ExternalUserId"u8) ?? form.Find("ExternalUserIdentifier"u8) ?? address);
    }

    private static bool IsE164(ReadOnlySpan<char> digits) =>
        digits.Length is >= 7 and <= 15 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');

    private static List<InboundMedia> Media(in TwilioForm form)
    {
        var media = new List<InboundMedia>();
        for (var i = 0; i < Inbound.Message.MaxMedia && form.Find(MediaUrls[i]) is { } url; i++)
            media.Add(new InboundMedia(url, form.Find(MediaTypes[i]) ?? ""));
        return media;
    }

    private static InboundLocation? Location(in TwilioForm form) =>
        Degrees(form.Find("Latitude"u8), 90) is { } latitude && Degrees(form.Find("Longitude"u8), 180) is { } longitude
            ? new InboundLocation(latitude, longitude, form.Find("Address"u8), form.Find("Label"u8))
            : null;

    private static double? Degrees(string? text, double limit) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
        && Math.Abs(degrees) <= limit
            ? degrees
            : null;

    private static byte[][] Numbered(string name) =>
    [
        .. Enumerable.Range(0, Inbound.Message.MaxMedia).Select(i => System.Text.Encoding.ASCII.GetBytes($"{name}{i}")),
    ];
}
