using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// Reads what <see cref="CloudWebhook"/> recorded. Total: whatever makes no sense is unknown, with the reason.
/// </summary>
internal static class CloudDecoder
{
    public static Inbound Decode(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return new Inbound.Unknown("unreadable");
        }
    }

    /// <summary>The id of the message that a message changes; null where it changes none.</summary>
    public static string? TargetOf(JsonElement message) => message.Text("type"u8) switch
    {
        "reaction" => message.Member("reaction"u8).Text("message_id"u8),
        "edit" => message.Member("edit"u8).Text("original_message_id"u8),
        "revoke" => message.Member("revoke"u8).Text("original_message_id"u8),
        _ => null,
    };

    private static Inbound Read(JsonElement root)
    {
        // An empty address is one that was asked for and not told; it fits no account.
        var address = root.Member("address"u8) is { ValueKind: JsonValueKind.String } told ? told.GetString() : null;
        var ours = new Ours(address, root.Member("metadata"u8).Scalar("phone_number_id"u8));
        if (root.Member("message"u8) is { ValueKind: not JsonValueKind.Undefined } message)
            return Message(ours, root.Member("contact"u8), message);
        if (root.Member("status"u8) is { ValueKind: not JsonValueKind.Undefined } status)
            return Status(ours, status);
        if (root.Member("echo"u8) is { ValueKind: not JsonValueKind.Undefined } echo)
            return Echo(ours, echo);
        return new Inbound.Unknown(
            root.Member("error"u8).ValueKind != JsonValueKind.Undefined ? "provider_error" : "unknown_event");
    }

    private static Inbound Message(Ours ours, JsonElement contact, JsonElement message)
    {
        var sender = CloudIdentity.Of(
            message.Text("from"u8), message.Text("from_user_id"u8) ?? contact.Text("user_id"u8));
        if (message.Text("id"u8) is not { } id)
            return new Inbound.Unknown("no_message_id");
        if (message.Text("type"u8) is "system")
            return System(ours, sender, message.Member("system"u8));
        if (!sender.IsKnown)
            return new Inbound.Unknown("no_sender");
        if (message.Member("group_id"u8).ValueKind != JsonValueKind.Undefined)
            return new Inbound.Unknown("group_message");

        return message.Text("type"u8) switch
        {
            "reaction" => Amendment(
                ours, AmendmentKind.Reacted, sender, message, message.Member("reaction"u8).Text("emoji"u8)),
            "edit" => Amendment(
                ours, AmendmentKind.Edited, sender, message,
                CloudContent.Of(message.Member("edit"u8).Member("message"u8))?.Text),
            "revoke" => Amendment(ours, AmendmentKind.Revoked, sender, message, null),
            "unsupported" or "unknown" => new Inbound.Unknown("unsupported_message"),
            _ => CloudContent.Of(message) is { } content
                ? Message(ours, id, sender, contact, content)
                : new Inbound.Unknown("unknown_type"),
        };
    }

    private static Inbound.Message Message(
        Ours ours, string id, CloudIdentity sender, JsonElement contact, CloudContent content) =>
        new(
            id,
            sender.Sender,
            sender.Address,
            ours.Address,
            ours.PhoneNumberId,
            contact.Member("profile"u8).Text("name"u8),
            content.Text,
            content.ButtonPayload,
            content.Media,
            content.Location)
        {
            AlsoKnownAs = sender.AlsoKnownAs,
        };

    private static Inbound Amendment(
        Ours ours, AmendmentKind kind, CloudIdentity sender, JsonElement message, string? text)
    {
        if (TargetOf(message) is not { } target)
            return new Inbound.Unknown("no_message_id");
        return kind == AmendmentKind.Edited && text is null
            ? new Inbound.Unknown("unknown_type")
            : new Inbound.Amendment(kind, target, sender.Sender, ours.Address, ours.PhoneNumberId, text);
    }

    private static Inbound System(Ours ours, CloudIdentity sender, JsonElement system)
    {
        var (kind, phone, user) = (system.Text("type"u8), system.Text("wa_id"u8), system.Text("user_id"u8));
        var (old, changed) = kind switch
        {
            "user_changed_number" => (sender, CloudIdentity.Of(phone, sender.Phone is null ? user : null)),
            "user_changed_user_id" => (CloudIdentity.Of(null, system.Text("previous_user_id"u8)), CloudIdentity.Of(null, user)),
            _ => default,
        };
        if (kind is not ("user_changed_number" or "user_changed_user_id"))
            return new Inbound.Unknown(kind == "customer_identity_changed" ? kind : "unknown_system_event");
        if (!old.IsKnown || !changed.IsKnown)
            return new Inbound.Unknown("identity_incomplete");

        // A new id is no new address for somebody whose phone number is told beside it.
        var answers = CloudIdentity.Of(phone ?? sender.Phone, user);
        return new Inbound.IdentityChanged(
            old.Sender, changed.Sender, answers.Address, ours.Address, ours.PhoneNumberId);
    }

    private static Inbound Status(Ours ours, JsonElement status)
    {
        if (status.Text("id"u8) is not { } id)
            return new Inbound.Unknown("no_message_id");
        return StateOf(status.Text("status"u8)) is { } state
            ? new Inbound.Status(
                id,
                state,
                Guid.TryParse(status.Text("biz_opaque_callback_data"u8), out var reply) ? reply : null,
                ours.Address,
                ours.PhoneNumberId,
                status.Member("errors"u8).Items().Select(error => error.Scalar("code"u8)).FirstOrDefault())
            : new Inbound.Unknown("unknown_status");
    }

    private static DeliveryState? StateOf(string? status) => status switch
    {
        "sent" => DeliveryState.Sent,
        "delivered" => DeliveryState.Delivered,
        "read" or "played" => DeliveryState.Read,
        "failed" => DeliveryState.Failed,
        _ => null,
    };

    /// <summary>What a colleague wrote in the WhatsApp Business app.</summary>
    private static Inbound Echo(Ours ours, JsonElement echo)
    {
        var recipient = CloudIdentity.Of(echo.Text("to"u8), echo.Text("to_user_id"u8));
        if (echo.Text("id"u8) is not { } id)
            return new Inbound.Unknown("no_message_id");
        if (!recipient.IsKnown)
            return new Inbound.Unknown("no_recipient");
        var type = echo.Text("type"u8);
        if (CloudContent.Of(echo) is not { } content)
            return new Inbound.Unknown(type is "edit" or "revoke" or "reaction" ? "own_amendment" : "unknown_type");
        return new Inbound.OwnMessage(
            id, recipient.Sender, ours.Address, ours.PhoneNumberId,
            content.Text.Length > 0 ? content.Text : $"[{type}]");
    }

    /// <summary>Our side, as the payload has it.</summary>
    private readonly record struct Ours(string? Address, string? PhoneNumberId);
}
