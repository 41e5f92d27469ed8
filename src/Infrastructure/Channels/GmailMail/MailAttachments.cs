using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Files as parts of a mail (RFC 2046, RFC 2183), after the part with the text.</summary>
internal static class MailAttachments
{
    /// <summary>
    /// Characters of a file's name without its extension: written as it is, each takes up to nine in a line of at most 998
    /// (RFC 5322).
    /// </summary>
    private const int MaxName = 60;

    private const int MaxExtension = 12;

    /// <summary>Between the parts; as base64 has no underscore, no part can hold it.</summary>
    public static string Boundary(Guid message) => $"=_{message:N}";

    public static void Write(MailWriter mail, IReadOnlyList<OutgoingFile> files, string boundary)
    {
        foreach (var (file, content) in files)
        {
            mail.Text($"--{boundary}\r\nContent-Type: {file.ContentType}\r\nContent-Transfer-Encoding: base64\r\n"
                + $"Content-Disposition: attachment; {Disposition(Shortened(file.NameOrKind()))}\r\n\r\n");
            mail.Base64(content);
        }

        mail.Text($"--{boundary}--\r\n");
    }

    /// <summary>In plain ASCII for old programs, and as it is (RFC 2231) where that says less.</summary>
    private static string Disposition(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' ? c : '_'));
        return plain == name
            ? $"filename=\"{plain}\""
            : $"filename=\"{plain}\";\r\n filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }

    /// <summary>The extension stays, because programs open a file by it; half a character does not.</summary>
    private static string Shortened(string name)
    {
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= MaxExtension ? name[dot..] : "";
        var stem = name[..^extension.Length];
        if (stem.Length <= MaxName)
            return name;
        var end = char.IsHighSurrogate(stem[MaxName - 1]) ? MaxName - 1 : MaxName;
        return $"{stem[..end]}{extension}";
    }
}
