using System.Net;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// A request's JSON, which knows whether any of it has left: what failed before is safe to repeat, and what failed
/// after is not.
/// </summary>
internal sealed class GmailSendContent : HttpContent
{
    private readonly byte[] _json;

    private GmailSendContent(byte[] json)
    {
        _json = json;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    /// <summary>Whether the body has begun to leave.</summary>
    public bool IsStarted { get; private set; }

    public static GmailSendContent Json(byte[] json) => new(json);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
