using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>What a message says, whatever its type.</summary>
internal sealed record CloudContent(string Text)
{
    public string? ButtonPayload { get; init; }

    public IReadOnlyList<InboundMedia> Media { get; init; } = [];

    public InboundLocation? Location { get; init; }

    /// <summary>Null for a type that is not known.</summary>
    public static CloudContent? Of(JsonElement message) => message.Text("type"u8) switch
    {
        "text" => new CloudContent(message.Member("text"u8).Text("body"u8) ?? ""),
        "image" => File(message.Member("image"u8)),
        "video" => File(message.Member("video"u8)),
        "audio" => File(message.Member("audio"u8)),
        "document" => File(message.Member("document"u8)),
        "sticker" => File(message.Member("sticker"u8)),
        "location" => Place(message.Member("location"u8)),
        "button" => Pressed(message.Member("button"u8), message.Member("button"u8).Text("payload"u8), "text"u8),
        "interactive" => Interactive(message.Member("interactive"u8)),
        "contacts" => new CloudContent(CloudLines.OfContacts(message.Member("contacts"u8))),
        "order" => new CloudContent(CloudLines.OfOrder(message.Member("order"u8))),
        _ => null,
    };

    private static CloudContent File(JsonElement file) => new(file.Text("caption"u8) ?? "")
    {
        Media = (file.Text("id"u8) ?? file.Text("url"u8)) is { } reference
            ? [new InboundMedia(reference, file.Text("mime_type"u8) ?? "")]
            : [],
    };

    private static CloudContent? Interactive(JsonElement interactive)
    {
        var (button, row, form) = (
            interactive.Member("button_reply"u8), interactive.Member("list_reply"u8), interactive.Member("nfm_reply"u8));
        return interactive.Text("type"u8) switch
        {
            "button_reply" => Pressed(button, button.Text("id"u8), "title"u8),
            "list_reply" => Pressed(row, row.Text("id"u8), "title"u8),
            "nfm_reply" => new CloudContent(CloudLines.OfForm(form)),
            _ => null,
        };
    }

    private static CloudContent Pressed(JsonElement choice, string? payload, ReadOnlySpan<byte> title) =>
        new(choice.Text(title) ?? "") { ButtonPayload = payload };

    private static CloudContent Place(JsonElement place) => new("")
    {
        Location = Degrees(place.Member("latitude"u8), 90) is { } latitude
            && Degrees(place.Member("longitude"u8), 180) is { } longitude
            ? new InboundLocation(latitude, longitude, place.Text("address"u8), place.Text("name"u8))
            : null,
    };

    private static double? Degrees(JsonElement degrees, double limit) =>
        degrees.ValueKind == JsonValueKind.Number && degrees.TryGetDouble(out var value) && Math.Abs(value) <= limit
            ? value
            : null;
}
