using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What an answer needs so that it stands in the same thread, at Gmail and at everybody else's.</summary>
/// <param name="Id">Gmail's id of the thread.</param>
/// <param name="Subject">The subject, decoded.</param>
/// <param name="Last">The Message-ID that is answered.</param>
/// <param name="References">Those before it, oldest first, at most <see cref="MaxReferences"/>.</param>
internal sealed record MailThread(
    [property: JsonPropertyName("t")] string? Id,
    [property: JsonPropertyName("s")] string? Subject,
    [property: JsonPropertyName("m")] string? Last,
    [property: JsonPropertyName("r")] IReadOnlyList<string>? References)
{
    public const int MaxReferences = 20;

    /// <summary>Bytes of what is kept; the oldest references go first.</summary>
    public const int MaxBytes = 4_096;

    public const int MaxSubject = 500;

    /// <summary>Characters of a Message-ID; a line of a mail holds 998.</summary>
    private const int MaxMessageId = 250;

    private const int MaxId = 100;

    public static MailThread Of(MailMessage message, MailHeaders headers, string subject)
    {
        var references = MessageIds(headers.First("References"));
        if (references.Count == 0)
            references = MessageIds(headers.First("In-Reply-To"));
        return new MailThread(
            message.ThreadId is { Length: <= MaxId } id ? id : null,
            subject[..Math.Min(subject.Length, MaxSubject)],
            MessageIds(headers.First("Message-ID")).FirstOrDefault(),
            [.. references.TakeLast(MaxReferences)]);
    }

    /// <summary>Our id of the last mail of ours that it answers, by the Message-ID that we gave it; else null.</summary>
    public static Guid? AnsweredBy(MailHeaders headers) => MessageIds(headers.First("In-Reply-To"))
        .Concat(MessageIds(headers.First("References")).AsEnumerable().Reverse())
        .Select(OutgoingMail.PartOf)
        .FirstOrDefault(part => part is not null);

    public string Write()
    {
        var kept = this;
        while (true)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(kept, MailThreadJson.Readable.MailThread);
            if (json.Length <= MaxBytes || kept.References is not { Count: > 0 } references)
                return System.Text.Encoding.UTF8.GetString(json);
            kept = kept with { References = [.. references.Skip(1)] };
        }
    }

    /// <summary>Null when there is none, or none of ours.</summary>
    public static MailThread? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, MailThreadJson.Default.MailThread);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The ids of a header; what else stands there cannot get into a mail of ours.</summary>
    private static List<string> MessageIds(string? header) =>
    [
        .. (header ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(id => id.StartsWith('<') && id.EndsWith('>') && id.Length is > 2 and <= MaxMessageId
                && id.All(c => c is > ' ' and < '\x7F')),
    ];
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailThread))]
internal sealed partial class MailThreadJson : JsonSerializerContext
{
    /// <summary>Without escapes, which would make six bytes of two.</summary>
    public static MailThreadJson Readable { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
