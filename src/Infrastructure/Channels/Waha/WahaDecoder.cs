using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>Reads what was recorded. Total: whatever makes no sense is unknown, with the reason.</summary>
internal static class WahaDecoder
{
    public static Inbound Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return new Inbound.Unknown("unreadable");
        }
    }

    /// <summary>The part of a revocation that tells who revoked.</summary>
    public static JsonElement Revocation(JsonElement payload) =>
        payload.Member("after"u8) is { ValueKind: JsonValueKind.Object } after ? after
        : payload.Member("before"u8) is { ValueKind: JsonValueKind.Object } before ? before
        : payload;

    /// <summary>The id of the message that a change is about; null where it does not tell.</summary>
    public static string? TargetOf(AmendmentKind kind, JsonElement payload)
    {
        var change = ChangeOf(kind, payload);
        var target = kind switch
        {
            AmendmentKind.Reacted => payload.Member("reaction"u8).Member("messageId"u8).Id(),
            AmendmentKind.Edited => payload.Member("editedMessageId"u8).Id() ?? change.Member("id"u8).Id(),
            _ => payload.Member("before"u8).Member("id"u8).Id() ?? payload.Member("revokedMessageId"u8).Id(),
        };
        return target is null
            ? null
            : WahaMessageId.Target(target, change.Member("id"u8).Id(), WahaParty.Of(change).Chat);
    }

    private static JsonElement ChangeOf(AmendmentKind kind, JsonElement payload) =>
        kind == AmendmentKind.Revoked ? Revocation(payload) : payload;

    private static Inbound Read(JsonElement root)
    {
        var session = root.Text("session"u8);
        var payload = root.Member("payload"u8);
        return root.Text("event"u8) switch
        {
            "message" or "message.any" => Message(session, payload),
            "message.ack" => Status(session, payload),
            "message.reaction" => Amendment(
                AmendmentKind.Reacted, session, payload, payload.Member("reaction"u8).Text("text"u8)),
            "message.edited" => Amendment(AmendmentKind.Edited, session, payload, payload.Text("body"u8) ?? ""),
            "message.revoked" => Amendment(AmendmentKind.Revoked, session, payload, null),
            "message.waiting" => new Inbound.Unknown("not_decrypted"),
            "session.status" => new Inbound.Unknown($"session_{SessionWord(payload.Text("status"u8))}"),
            _ => new Inbound.Unknown("unknown_event"),
        };
    }

    private static Inbound Message(string? session, JsonElement payload)
    {
        if (payload.Member("id"u8).Id() is not { } id)
            return new Inbound.Unknown("no_message_id");
        var party = WahaParty.Of(payload);
        if (party.Reason is { } reason)
            return new Inbound.Unknown(reason);
        // Notices of the engine, such as that a chat is encrypted, come as messages without anything in them.
        if (WahaContent.Of(payload) is not { } content)
            return new Inbound.Unknown("no_content");
        if (party.FromMe)
        {
            return new Inbound.OwnMessage(
                WahaMessageId.Known(id), party.Chat.Identity, null, session,
                content.Text.Length > 0 ? content.Text : content.Location is null ? "[media]" : "[location]");
        }

        return new Inbound.Message(
            id, party.Chat.Identity, party.Chat.Address, null, session, NameOf(payload), content.Text, null,
            content.Media, content.Location)
        {
            AlsoKnownAs = party.AlsoKnownAs,
        };
    }

    private static Inbound Status(string? session, JsonElement payload)
    {
        var party = WahaParty.Of(payload);
        if (payload.Member("id"u8).Id() is not { } id)
            return new Inbound.Unknown("no_message_id");
        if (!party.FromMe)
            return new Inbound.Unknown("not_ours");
        if (party.Reason is { } reason and not "no_recipient")
            return new Inbound.Unknown(reason);
        if (StateOf(payload.Member("ack"u8).Number()) is not { } state)
            return new Inbound.Unknown("unknown_status");
        return new Inbound.Status(
            WahaMessageId.Known(id), state, null, null, session, state == DeliveryState.Failed ? "ack_error" : null);
    }

    private static Inbound Amendment(AmendmentKind kind, string? session, JsonElement payload, string? text)
    {
        var party = WahaParty.Of(ChangeOf(kind, payload));
        if (party.Reason is { } reason)
            return new Inbound.Unknown(reason);
        if (party.FromMe)
            return new Inbound.Unknown("own_amendment");
        return TargetOf(kind, payload) is { } target
            ? new Inbound.Amendment(kind, target, party.Chat.Identity, null, session, text)
            : new Inbound.Unknown("no_target");
    }

    private static DeliveryState? StateOf(double? ack) => ack switch
    {
        -1 => DeliveryState.Failed,
        0 => DeliveryState.Queued,
        1 => DeliveryState.Sent,
        2 => DeliveryState.Delivered,
        // Read, and played where it could be.
        3 or 4 => DeliveryState.Read,
        _ => null,
    };

    private static string SessionWord(string? status) => status switch
    {
        "STOPPED" or "STARTING" or "SCAN_QR_CODE" or "PASSKEY_REQUIRED" or "PASSKEY_CONFIRMATION_REQUIRED" or "WORKING"
            or "FAILED" => status.ToLowerInvariant(),
        _ => "other",
    };

    /// <summary>The name the sender gave himself, by the engine's word for it.</summary>
    private static string? NameOf(JsonElement payload)
    {
        var data = payload.Member("_data"u8);
        return data.Text("notifyName"u8) ?? data.Text("pushName"u8) ?? data.Member("Info"u8).Text("PushName"u8);
    }
}
