using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// Turns the verified body of a webhook into an element of the ledger: WAHA posts each event by itself.
/// </summary>
internal static class WahaWebhook
{
    /// <summary>
    /// Bytes of one webhook. A text is some kilobytes, to which the engine may add a preview picture.
    /// </summary>
    public const int MaxBody = 2 * 1024 * 1024;

    private const string UnknownLane = "u";

    /// <summary>The event's element; what has no id of its own is known by its hash.</summary>
    /// <param name="body">The raw body; kept, so it must not be a pooled buffer.</param>
    public static InboundElement Element(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (Key(json.RootElement) is var (key, lane))
                return new InboundElement(key, lane, body);
        }
        catch (JsonException)
        {
            // Recorded all the same, to be seen; the decoder says that it is unreadable.
        }

        return new InboundElement($"u:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}", UnknownLane, body);
    }

    /// <summary>A message of a list, as the webhook would have brought it.</summary>
    public static InboundElement Element(string session, JsonElement message)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("event"u8, "message"u8);
            json.WriteString("session"u8, session);
            json.WritePropertyName("payload"u8);
            json.WriteRawValue(message.GetRawText(), skipInputValidation: true);
            json.WriteEndObject();
        }

        return Element(body.WrittenMemory);
    }

    /// <summary>
    /// The state that a session has reached, in a stable word; null where the body tells of something else.
    /// </summary>
    public static string? SessionStatus(ReadOnlyMemory<byte> body)
    {
        // Few events are about the session, and the others should not be parsed for it.
        if (body.Span.IndexOf("session.status"u8) < 0)
            return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Text("event"u8) == "session.status"
                ? json.RootElement.Member("payload"u8).Text("status"u8)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Key, string Lane)? Key(JsonElement root)
    {
        var payload = root.Member("payload"u8);
        var id = payload.Member("id"u8).Id();
        return root.Text("event"u8) switch
        {
            // Both tell of the same message, and one of them counts.
            "message" or "message.any" when id is not null => ($"m:{id}", LaneOf(payload)),
            "message.ack" when id is not null => KeyOfStatus(WahaMessageId.Known(id), payload.Member("ack"u8).Number()),
            "message.reaction" when id is not null => ($"r:{id}", LaneOf(AmendmentKind.Reacted, payload)),
            // Some engines give a change the id of what it changes; two corrections are two events.
            "message.edited" when root.Member("id"u8).Id() is { } change =>
                ($"e:{change}", LaneOf(AmendmentKind.Edited, payload)),
            "message.revoked" when payload.Member("revokedMessageId"u8).Id() is { } revoked =>
                ($"x:{revoked}", LaneOf(AmendmentKind.Revoked, payload)),
            _ => null,
        };
    }

    private static (string Key, string Lane)? KeyOfStatus(string id, double? ack) =>
        ack is { } number
            ? (string.Create(CultureInfo.InvariantCulture, $"s:{id}:{number}"), $"s:{id}")
            : null;

    /// <summary>
    /// A lane per message that is changed: while that is not known the change waits, and must not hold up what the same
    /// person writes meanwhile.
    /// </summary>
    private static string LaneOf(AmendmentKind kind, JsonElement payload) =>
        WahaDecoder.TargetOf(kind, payload) is { } target ? $"a:{target}" : UnknownLane;

    private static string LaneOf(JsonElement message) =>
        WahaParty.Of(message) is { Reason: null } party ? party.Chat.Address : UnknownLane;
}
