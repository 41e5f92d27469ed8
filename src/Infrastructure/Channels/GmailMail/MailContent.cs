using System.Buffers.Text;
using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What a mail's MIME tree says: its text, and where its files are.</summary>
internal static class MailContent
{
    /// <summary>Characters of a mail's text, quotations included; the rest is not read.</summary>
    public const int MaxWhole = 200_000;

    /// <summary>Before the id of a part whose content is not an attachment to Gmail.</summary>
    public const string PartReference = "part:";

    /// <summary>Bytes of an image within the text that is taken for the logo of a signature.</summary>
    private const int MaxLogo = 20 * 1024;

    /// <summary>Signs and seals of the mail itself; nobody wants to show them.</summary>
    private static readonly HashSet<string> Seals =
    [
        "application/pgp-signature", "application/pgp-keys", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "application/ms-tnef", "message/delivery-status",
    ];

    public static string TextOf(MailPart? root)
    {
        var budget = StoredMail.MaxParts;
        return Start(root is null ? "" : TextOf(root, 1, ref budget), MaxWhole);
    }

    /// <summary>The first characters of a text, none of them cut in two.</summary>
    public static string Start(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];

    public static IReadOnlyList<InboundMedia> FilesOf(string message, MailPart? root)
    {
        var files = new List<InboundMedia>();
        var budget = StoredMail.MaxParts;
        if (root is not null)
            Collect(message, root, 1, ref budget, files);
        return files;
    }

    private static string TextOf(MailPart part, int depth, ref int budget)
    {
        if (depth > StoredMail.MaxDepth || --budget < 0 || IsFile(part))
            return "";
        var type = TypeOf(part);
        if (part.Parts is not { Count: > 0 } parts)
            return type switch
            {
                "text/plain" => Decoded(part),
                "text/html" => HtmlText.Of(Decoded(part)),
                _ => "",
            };

        if (type == "multipart/alternative")
            return Best(parts, depth, ref budget);
        var texts = new StringBuilder();
        foreach (var child in parts)
        {
            if (child is not null && texts.Length < MaxWhole && TextOf(child, depth + 1, ref budget) is { Length: > 0 } text)
                texts.Append(texts.Length > 0 ? "\n\n" : "").Append(text.Trim());
        }

        return texts.ToString();
    }

    /// <summary>The plain text when it says anything; else the last form that does, the richest.</summary>
    private static string Best(IReadOnlyList<MailPart?> forms, int depth, ref int budget)
    {
        foreach (var form in forms.Where(f => f is not null && TypeOf(f) == "text/plain")
            .Concat(forms.Where(f => f is not null && TypeOf(f) != "text/plain").Reverse()))
        {
            var text = TextOf(form!, depth + 1, ref budget);
            if (!string.IsNullOrWhiteSpace(text))
                return text;
        }

        return "";
    }

    private static void Collect(string message, MailPart part, int depth, ref int budget, List<InboundMedia> files)
    {
        if (depth > StoredMail.MaxDepth || --budget < 0 || files.Count == Inbound.Message.MaxMedia)
            return;
        if (IsFile(part))
        {
            if (ReferenceOf(message, part) is { } reference && !IsLogo(part) && !Seals.Contains(TypeOf(part)))
                files.Add(new InboundMedia(reference, TypeOf(part)));
            return;
        }

        foreach (var child in part.Parts ?? [])
        {
            if (child is not null)
                Collect(message, child, depth + 1, ref budget, files);
        }
    }

    private static string? ReferenceOf(string message, MailPart part) => part.Body switch
    {
        { AttachmentId.Length: > 0 } => $"{message}/{part.Body.AttachmentId}",
        { Size: > 0 } when part.PartId is { Length: > 0 } id => $"{message}/{PartReference}{id}",
        _ => null,
    };

    /// <summary>A mail within the mail is a file: its text is somebody else's.</summary>
    private static bool IsFile(MailPart part)
    {
        var type = TypeOf(part);
        if (type == "message/rfc822" || part.Filename is { Length: > 0 })
            return true;
        return part.Parts is not { Count: > 0 } && !type.StartsWith("multipart/", StringComparison.Ordinal)
            && (!type.StartsWith("text/", StringComparison.Ordinal)
                || new MailHeaders(part.Headers).Word("Content-Disposition") == "attachment");
    }

    private static bool IsLogo(MailPart part)
    {
        var headers = new MailHeaders(part.Headers);
        return TypeOf(part).StartsWith("image/", StringComparison.Ordinal) && part.Body?.Size <= MaxLogo
            && headers.Word("Content-Disposition") == "inline" && headers.Has("Content-ID");
    }

    /// <summary>The type alone; a part that has none is plain text (RFC 2045, 5.2).</summary>
    private static string TypeOf(MailPart part) =>
        part.MimeType is { Length: > 0 } type ? type.Split(';')[0].Trim().ToLowerInvariant() : "text/plain";

    private static string Decoded(MailPart part) =>
        part.Body?.Data is { } data && FromBase64(data) is { } bytes
            ? Charsets.Decode(bytes, new MailHeaders(part.Headers).Parameter("Content-Type", "charset"))
            : "";

    /// <summary>The bytes, or null when it is no base64 of either alphabet.</summary>
    public static byte[]? FromBase64(string text)
    {
        var url = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(url) ? Base64Url.DecodeFromChars(url) : null;
    }
}
