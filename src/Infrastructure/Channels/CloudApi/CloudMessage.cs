using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Writes messages as the Cloud API takes them.</summary>
internal static class CloudMessage
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="upload">What the file that goes with it was named; null where none does.</param>
    public static ReadOnlyMemory<byte> Of(OutgoingMessage message, string? upload = null) => Write(json =>
    {
        json.WriteString("recipient_type", "individual");
        WriteRecipient(json, message.Recipient);
        json.WriteString("biz_opaque_callback_data", message.Id);
        if (message.Thread is { } quoted)
        {
            json.WriteStartObject("context");
            json.WriteString("message_id", StorableText.Clean(quoted));
            json.WriteEndObject();
        }

        if (message.Template is { } template)
            WriteTemplate(json, template);
        else if (upload is not null)
            CloudFile.Write(json, message.Files[0].File, upload, message.Text);
        else
            CloudOffer.Of(message).WriteTo(json);
    });

    /// <summary>That a message was read, and that an answer is being written.</summary>
    public static ReadOnlyMemory<byte> Read(string providerMessageId) => Write(json =>
    {
        json.WriteString("status", "read");
        json.WriteString("message_id", StorableText.Clean(providerMessageId));
        json.WriteStartObject("typing_indicator");
        json.WriteString("type", "text");
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("messaging_product", "whatsapp");
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Phone numbers and the ids of people without one are named differently.</summary>
    private static void WriteRecipient(Utf8JsonWriter json, string address)
    {
        var recipient = address.StartsWith(CloudIdentity.Scheme, StringComparison.Ordinal)
            ? address[CloudIdentity.Scheme.Length..]
            : address;
        json.WriteString(recipient.StartsWith('+') ? "to" : "recipient", StorableText.Clean(recipient));
    }

    private static void WriteTemplate(Utf8JsonWriter json, MessageTemplate template)
    {
        json.WriteString("type", "template");
        json.WriteStartObject("template");
        json.WriteString("name", StorableText.Clean(template.Name));
        json.WriteStartObject("language");
        json.WriteString("code", StorableText.Clean(template.Language));
        json.WriteEndObject();
        if (template.Values.Count > 0)
        {
            json.WriteStartArray("components");
            json.WriteStartObject();
            json.WriteString("type", "body");
            json.WriteStartArray("parameters");
            foreach (var value in template.Values)
            {
                json.WriteStartObject();
                json.WriteString("type", "text");
                json.WriteString("text", OneLine(value));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A template's value may hold neither line breaks nor tabs, nor many spaces in a row (error 132018).</summary>
    private static string OneLine(string value) =>
        string.Join(' ', StorableText.Clean(value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
