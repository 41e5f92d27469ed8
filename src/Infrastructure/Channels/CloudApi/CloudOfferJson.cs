using System.Text.Json;
using CleanFte.Domain;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Writes a text and what it offers.</summary>
internal static class CloudOfferJson
{
    /// <summary>
    /// What opens a list. A word would have to be in the citizen's language, which is not known here.
    /// </summary>
    private const string OpenList = "☰";

    public static void WriteTo(this CloudOffer offer, Utf8JsonWriter json)
    {
        if (offer.Form == CloudForm.Text)
        {
            json.WriteString("type", "text");
            json.WriteStartObject("text");
            json.WriteString("body", StorableText.Clean(offer.Text));
            json.WriteBoolean("preview_url", false);
            json.WriteEndObject();
            return;
        }

        json.WriteString("type", "interactive");
        json.WriteStartObject("interactive");
        json.WriteString("type", offer.Form switch
        {
            CloudForm.Buttons => "button",
            CloudForm.List => "list",
            _ => "location_request_message",
        });
        json.WriteStartObject("body");
        json.WriteString("text", StorableText.Clean(offer.Text));
        json.WriteEndObject();
        json.WriteStartObject("action");
        WriteAction(json, offer);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter json, CloudOffer offer)
    {
        switch (offer.Form)
        {
            case CloudForm.Buttons:
                json.WriteStartArray("buttons");
                foreach (var choice in offer.Choices)
                {
                    json.WriteStartObject();
                    json.WriteString("type", "reply");
                    json.WriteStartObject("reply");
                    json.WriteString("id", StorableText.Clean(choice.Payload));
                    json.WriteString("title", StorableText.Clean(choice.Title));
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case CloudForm.List:
                json.WriteString("button", OpenList);
                WriteRows(json, offer);
                break;
            default:
                json.WriteString("name", "send_location");
                break;
        }
    }

    private static void WriteRows(Utf8JsonWriter json, CloudOffer offer)
    {
        json.WriteStartArray("sections");
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (var choice in offer.Choices)
        {
            json.WriteStartObject();
            json.WriteString("id", StorableText.Clean(choice.Payload));
            json.WriteString("title", StorableText.Clean(choice.Title));
            if (choice.Description is { } description)
                json.WriteString("description", StorableText.Clean(description));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
