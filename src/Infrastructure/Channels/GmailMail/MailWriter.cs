using System.Text;
using Encoder = System.Buffers.Text.Base64;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Writes a mail's lines and its base64 straight into one array of the mail's size: a mail with files has many megabytes.
/// </summary>
internal sealed class MailWriter
{
    /// <summary>Bytes that make one full line of 76 characters (RFC 2045).</summary>
    private const int BytesOfLine = 57;

    private const int LineEnd = 2;

    private readonly List<(ReadOnlyMemory<byte> Content, bool IsBase64)> _pieces = [];

    public void Text(string text) => _pieces.Add((Encoding.UTF8.GetBytes(text), false));

    /// <param name="content">Must not change before <see cref="ToArray"/>.</param>
    public void Base64(ReadOnlyMemory<byte> content) => _pieces.Add((content, true));

    public byte[] ToArray()
    {
        var mail = new byte[_pieces.Sum(p => p.IsBase64 ? SizeOf(p.Content.Length) : p.Content.Length)];
        var rest = mail.AsSpan();
        foreach (var (content, isBase64) in _pieces)
        {
            if (isBase64)
            {
                WriteLines(content.Span, ref rest);
                continue;
            }

            content.Span.CopyTo(rest);
            rest = rest[content.Length..];
        }

        return mail;
    }

    private static int SizeOf(int length) =>
        Encoder.GetMaxEncodedToUtf8Length(length) + (LineEnd * ((length + BytesOfLine - 1) / BytesOfLine));

    private static void WriteLines(ReadOnlySpan<byte> content, ref Span<byte> rest)
    {
        while (!content.IsEmpty)
        {
            var line = content[..Math.Min(BytesOfLine, content.Length)];
            Encoder.EncodeToUtf8(line, rest, out _, out var written);
            "\r\n"u8.CopyTo(rest[written..]);
            rest = rest[(written + LineEnd)..];
            content = content[line.Length..];
        }
    }
}
