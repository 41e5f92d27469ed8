using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>What a message holds.</summary>
internal sealed record WahaContent(string Text, IReadOnlyList<InboundMedia> Media, InboundLocation? Location)
{
    /// <summary>Null where it holds nothing.</summary>
    public static WahaContent? Of(JsonElement payload)
    {
        var body = payload.Text("body"u8) ?? "";
        var hasMedia = payload.IsTrue("hasMedia"u8);
        if (payload.Member("location"u8) is { ValueKind: JsonValueKind.Object } shared)
        {
            // The body is a preview picture in some engines.
            var description = Described(shared);
            return Place(shared, description) is { } place
                ? new WahaContent("", [], place)
                : new WahaContent(description ?? "", [], null);
        }

        if (WahaCards.AsText(payload.Member("vCards"u8)) is { Length: > 0 } cards)
            body = body.Length == 0 || WahaCards.IsCard(body) ? cards : $"{body}\n{cards}";
        var media = MediaOf(payload.Member("media"u8));
        return body.Length == 0 && media is null && !hasMedia
            ? null
            : new WahaContent(body, media is null ? [] : [media], null);
    }

    /// <summary>Null where WAHA could not download the file: the text counts all the same.</summary>
    private static InboundMedia? MediaOf(JsonElement media) =>
        !media.Member("error"u8).IsThere() && media.Text("url"u8) is { } url
            ? new InboundMedia(url, media.Text("mimetype"u8) ?? "")
            : null;

    private static string? Described(JsonElement shared) =>
        shared.Text("name"u8) ?? shared.Text("description"u8) ?? shared.Text("address"u8);

    private static InboundLocation? Place(JsonElement shared, string? label) =>
        shared.Member("latitude"u8).Number() is { } latitude && latitude is >= -90 and <= 90
        && shared.Member("longitude"u8).Number() is { } longitude && longitude is >= -180 and <= 180
            ? new InboundLocation(latitude, longitude, shared.Text("address"u8), label)
            : null;
}

/// <summary>Says shared contacts as text: a name and numbers a line.</summary>
internal static class WahaCards
{
    private const int MaxCards = 10;

    private const int MaxNumbers = 5;

    private const string Begin = "BEGIN:VCARD";

    public static string AsText(JsonElement cards) =>
        string.Join(
            '\n', cards.Items().Take(MaxCards).Select(card => Line(card.Text() ?? "")).Where(line => line.Length > 0));

    public static bool IsCard(string text) =>
        text.AsSpan().TrimStart().StartsWith(Begin, StringComparison.OrdinalIgnoreCase);

    private static string Line(string card)
    {
        var name = "";
        var numbers = new List<string>();
        foreach (var line in card.AsSpan().EnumerateLines())
        {
            if (line.IndexOf(':') is not (> 0 and var colon))
                continue;
            var value = Unescaped(line[(colon + 1)..].Trim());
            if (Is(line[..colon], "FN"))
                name = value;
            else if (Is(line[..colon], "TEL") && value.Length > 0 && numbers.Count < MaxNumbers)
                numbers.Add(value);
        }

        return string.Join(": ", new[] { name, string.Join(", ", numbers) }.Where(part => part.Length > 0));
    }

    /// <summary>A property may stand in a group and have parameters: <c>item1.TEL;type=CELL</c>.</summary>
    private static bool Is(ReadOnlySpan<char> property, string name)
    {
        if (property.IndexOf(';') is >= 0 and var parameters)
            property = property[..parameters];
        return property[(property.IndexOf('.') + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Unescaped(ReadOnlySpan<char> value) => value.ToString()
        .Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal)
        .Replace("\\n", " ", StringComparison.OrdinalIgnoreCase);
}
