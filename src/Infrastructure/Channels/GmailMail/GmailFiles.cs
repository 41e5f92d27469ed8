using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Downloads what a mail has attached, which Gmail hands over as base64 within JSON.</summary>
internal sealed class GmailFiles(GmailApi api)
{
    /// <summary>The largest file, in bytes: what a message of any channel may bring.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>That, in base64, and what is around it.</summary>
    private const int MaxJson = MaxBytes / 3 * 4 + 4_096;

    private const int MaxReference = 2_000;

    public async Task<MediaDownload> Fetch(GmailAccount account, string reference, CancellationToken ct)
    {
        if (reference.Length > MaxReference || reference.Split('/', 2) is not [{ Length: > 0 } message, { Length: > 0 } file])
            return new MediaDownload.Refused("bad_reference");
        try
        {
            return file.StartsWith(MailContent.PartReference, StringComparison.Ordinal)
                ? await Part(account, message, file[MailContent.PartReference.Length..], ct)
                : await Attachment(account, message, file, ct);
        }
        catch (HttpRequestException failure)
        {
            return (int?)failure.StatusCode switch
            {
                404 or 410 => new MediaDownload.Refused("not_found"),
                429 => new MediaDownload.Failed("http_429"),
                >= 500 => new MediaDownload.Failed("http_5xx"),
                400 => new MediaDownload.Refused("http_400"),
                null => new MediaDownload.Failed(ProviderHttp.CodeOf(failure)),
                _ => new MediaDownload.Failed($"http_{(int)failure.StatusCode!}"),
            };
        }
    }

    private async Task<MediaDownload> Attachment(GmailAccount account, string message, string id, CancellationToken ct)
    {
        var path = $"messages/{Uri.EscapeDataString(message)}/attachments/{Uri.EscapeDataString(id)}";
        return await api.Download(account, path, MaxJson, ct) is { } json
            ? Content(GmailApi.Parsed(json, GmailJson.Default.MailBody), null)
            : new MediaDownload.Refused("too_large");
    }

    private async Task<MediaDownload> Part(GmailAccount account, string message, string id, CancellationToken ct)
    {
        var path = $"messages/{Uri.EscapeDataString(message)}?format=full";
        if (await api.Download(account, path, GmailMails.MaxMail, ct) is not { } json)
            return new MediaDownload.Refused("too_large");
        var found = Find(GmailApi.Parsed(json, GmailJson.Default.MailMessage).Payload, id, 1);
        if (found?.Body is not { } body)
            return new MediaDownload.Refused("not_found");
        return body.AttachmentId is { Length: > 0 } attachment
            ? await Attachment(account, message, attachment, ct)
            : Content(body, found.Filename);
    }

    private static MailPart? Find(MailPart? part, string id, int depth)
    {
        if (part is null || depth > StoredMail.MaxDepth || part.PartId == id)
            return depth > StoredMail.MaxDepth ? null : part;
        return (part.Parts ?? []).Select(child => Find(child, id, depth + 1)).FirstOrDefault(found => found is not null);
    }

    private static MediaDownload Content(MailBody body, string? name) => body.Data switch
    {
        null or "" => new MediaDownload.Refused("empty"),
        var data when MailContent.FromBase64(data) is { } bytes =>
            bytes.Length <= MaxBytes
                ? new MediaDownload.Fetched(bytes, null, name is { Length: > 0 } ? name : null)
                : new MediaDownload.Refused("too_large"),
        _ => new MediaDownload.Refused("unreadable"),
    };
}
