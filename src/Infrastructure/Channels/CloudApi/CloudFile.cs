using System.Text.Json;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>A file as WhatsApp shows it: as picture, film or sound, else as document.</summary>
internal static class CloudFile
{
    /// <param name="id">What the upload was named.</param>
    /// <param name="caption">What stands below it; empty for nothing.</param>
    public static void Write(Utf8JsonWriter json, ReplyFile file, string id, string caption)
    {
        var kind = file.Kind();
        json.WriteString("type", kind);
        json.WriteStartObject(kind);
        json.WriteString("id", id);
        if (caption.Length > 0)
            json.WriteString("caption", StorableText.Clean(caption));
        if (kind == ReplyFile.Document)
            json.WriteString("filename", StorableText.Clean(file.NameOrKind()));
        json.WriteEndObject();
    }
}
