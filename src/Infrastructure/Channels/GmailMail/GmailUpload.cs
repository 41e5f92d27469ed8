using System.Net;
using System.Text;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>A mail as it is uploaded: what is asked for in JSON, then the mail itself (multipart/related).</summary>
internal sealed class GmailUpload : SentContent
{
    private readonly ReadOnlyMemory<byte> _mail;

    private readonly byte[] _end;

    /// <param name="thread">Gmail's thread that it goes into; null begins one.</param>
    /// <param name="boundary">Of the mail; the request's is made of it, and so is in no mail either.</param>
    public GmailUpload(ReadOnlyMemory<byte> mail, string? thread, string boundary)
    {
        var between = $"{boundary}_mail";
        var metadata = JsonSerializer.Serialize(new UploadRequest(thread), GmailJson.Default.UploadRequest);
        Body = Encoding.UTF8.GetBytes(
            $"--{between}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{metadata}\r\n"
            + $"--{between}\r\nContent-Type: message/rfc822\r\n\r\n");
        _mail = mail;
        _end = Encoding.UTF8.GetBytes($"\r\n--{between}--\r\n");
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/related; boundary=\"{between}\"");
    }

    /// <summary>What stands before the mail.</summary>
    protected override ReadOnlyMemory<byte> Body { get; }

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await base.SerializeToStreamAsync(stream, context, cancellationToken);
        await stream.WriteAsync(_mail, cancellationToken);
        await stream.WriteAsync(_end, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length + _mail.Length + _end.Length;
        return true;
    }
}
