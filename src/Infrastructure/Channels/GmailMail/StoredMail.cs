using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Writes what is kept of a message of the Gmail API: its tree with the texts and the headers that are read, and of
/// files only where they are. The limits hold whatever a mail is made of, so that no mail can fill the ledger.
/// </summary>
internal static class StoredMail
{
    /// <summary>Parts of one mail; people's mails have a dozen.</summary>
    public const int MaxParts = 200;

    /// <summary>Parts within parts; a forwarded reply with a picture has four.</summary>
    public const int MaxDepth = 12;

    /// <summary>Base64 characters of one text; a multiple of four, so that what is kept can be decoded.</summary>
    public const int MaxText = 256 * 1024;

    /// <summary>Base64 characters of all texts together.</summary>
    public const int MaxTexts = 1024 * 1024;

    public const int MaxHeaders = 100;

    /// <summary>Characters of one header; longer ones are left out.</summary>
    public const int MaxHeader = 32 * 1024;

    /// <summary>Characters of all headers together.</summary>
    public const int MaxAllHeaders = 256 * 1024;

    /// <summary>How deep the JSON may be: a part within a part is an object within an array.</summary>
    private const int MaxJsonDepth = 1_000;

    private static readonly HashSet<string> KnownHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Return-Path", "Authentication-Results",
        "Auto-Submitted", "Precedence", "List-Id", "X-Autoreply", "X-Autorespond", OutgoingMail.LoopHeader,
        "Content-Type", "Content-Disposition", "Content-ID",
    };

    /// <summary>The payload of the mail's element, or null when the JSON is no message.</summary>
    public static byte[]? Write(string mailbox, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("mailbox", mailbox);
                json.WriteStartObject("message");
                new Writer(json).Message(document.RootElement);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            return buffer.ToArray();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Half an answer, or text that is no Unicode.
            return null;
        }
    }

    /// <summary>The payload of a mail of which nothing can be read; it ends as ignored.</summary>
    public static byte[] Unreadable(string mailbox, string id) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new GmailPayload(mailbox, new MailMessage(id, null, null, null, null), null), GmailJson.Default.GmailPayload);

    private sealed class Writer(Utf8JsonWriter json)
    {
        private int _parts;

        private int _texts;

        private int _headers;

        private int _headerLength;

        public void Message(JsonElement message)
        {
            Copy(message, "id");
            Copy(message, "threadId");
            Copy(message, "labelIds");
            Copy(message, "snippet");
            if (message.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object)
            {
                json.WritePropertyName("payload");
                Part(payload, 1);
            }
        }

        private void Part(JsonElement part, int depth)
        {
            _parts++;
            json.WriteStartObject();
            Copy(part, "partId");
            Copy(part, "mimeType");
            Copy(part, "filename");
            Headers(part);
            if (part.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object)
                Body(body, IsText(part));
            if (depth < MaxDepth && part.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Array)
            {
                json.WriteStartArray("parts");
                foreach (var child in parts.EnumerateArray())
                {
                    if (_parts < MaxParts && child.ValueKind == JsonValueKind.Object)
                        Part(child, depth + 1);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        private void Headers(JsonElement part)
        {
            if (!part.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Array)
                return;
            json.WriteStartArray("headers");
            foreach (var header in headers.EnumerateArray())
            {
                if (_headers < MaxHeaders && header.ValueKind == JsonValueKind.Object
                    && header.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                    && header.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
                    && KnownHeaders.Contains(name.GetString()!) && value.GetString()!.Length <= Math.Min(MaxHeader, MaxAllHeaders - _headerLength))
                {
                    _headers++;
                    _headerLength += value.GetString()!.Length;
                    json.WriteStartObject();
                    json.WriteString("name", name.GetString());
                    json.WriteString("value", value.GetString());
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
        }

        private void Body(JsonElement body, bool isText)
        {
            json.WriteStartObject("body");
            Copy(body, "attachmentId");
            Copy(body, "size");
            if (isText && body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String)
            {
                // As it stands in the JSON, without its quotes; only the padding may be escaped.
                var raw = JsonMarshal.GetRawUtf8Value(data)[1..^1];
                var text = raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(data.GetString()!) : raw;
                var room = Math.Min(MaxText, MaxTexts - _texts) & ~3;
                var kept = text[..Math.Min(text.Length, room)];
                _texts += kept.Length;
                json.WriteString("data"u8, kept);
            }

            json.WriteEndObject();
        }

        private static bool IsText(JsonElement part) =>
            part.TryGetProperty("mimeType", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString()!.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !(part.TryGetProperty("filename", out var name) && name.ValueKind == JsonValueKind.String
                && name.GetString()!.Length > 0);

        private void Copy(JsonElement from, string name)
        {
            if (from.TryGetProperty(name, out var value) && JsonMarshal.GetRawUtf8Value(value).Length <= MaxHeader)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }
    }
}
