using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// Who a message is exchanged with: by the phone number where WhatsApp tells it, else by the hidden id; and by the
/// hidden id besides where it tells both.
/// </summary>
internal readonly record struct WahaParty(WahaChat Chat, WahaChat Other, bool FromMe)
{
    /// <param name="message">A payload, or the part of it that is a message.</param>
    public static WahaParty Of(JsonElement message)
    {
        var id = WahaMessageId.Parse(message.Member("id"u8).Id());
        var fromMe = message.Member("fromMe"u8).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => id is { FromMe: true },
        };
        var chat = fromMe
            ? WahaChat.Of(id?.Chat ?? message.Text("to"u8))
            : WahaChat.Of(message.Text("from"u8) ?? id?.Chat);
        var others = Alternatives(message.Member("_data"u8), fromMe).Select(WahaChat.Of);
        return chat.Kind switch
        {
            ChatKind.Phone => new(chat, others.FirstOrDefault(o => o.Kind == ChatKind.Lid), fromMe),
            ChatKind.Lid when others.FirstOrDefault(o => o.Kind == ChatKind.Phone) is { IsPerson: true } phone =>
                new(phone, chat, fromMe),
            _ => new(chat, default, fromMe),
        };
    }

    public IReadOnlyList<SenderIdentity> AlsoKnownAs => Other.IsPerson ? [Other.Identity] : [];

    /// <summary>Why nobody is behind it who could be answered; null where somebody is.</summary>
    public string? Reason => Chat.Kind switch
    {
        ChatKind.Group => "group",
        ChatKind.Newsletter => "newsletter",
        ChatKind.Status => "status",
        ChatKind.Unknown => FromMe ? "no_recipient" : "no_sender",
        _ => null,
    };

    /// <summary>
    /// Where engines tell the other id of the same person. What is said of the sender is us in a message of ours.
    /// </summary>
    private static IEnumerable<string?> Alternatives(JsonElement data, bool fromMe)
    {
        var key = data.Member("key"u8);
        yield return key.Text("remoteJidAlt"u8);
        var info = data.Member("Info"u8);
        if (fromMe)
        {
            yield return info.Text("RecipientAlt"u8);
            yield break;
        }

        yield return key.Text("senderPn"u8);
        yield return key.Text("senderLid"u8);
        yield return data.Text("senderPn"u8);
        yield return data.Text("senderLid"u8);
        yield return info.Text("SenderAlt"u8);
    }
}
