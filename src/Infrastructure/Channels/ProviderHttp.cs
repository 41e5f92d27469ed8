using System.Net;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels;

/// <summary>What requests to all providers have in common: their connections, and what an interrupted one means.</summary>
internal static class ProviderHttp
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UsualIdle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A client without a time-out of its own. It follows no redirects, because they would carry messages and credentials
    /// elsewhere.
    /// </summary>
    /// <param name="idle">
    /// How long a connection may rest; shorter than the provider allows, because a message sent into a closing one is in doubt.
    /// </param>
    public static HttpClient CreateClient(TimeSpan? idle = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = idle ?? UsualIdle,
        PooledConnectionLifetime = Lifetime,
        MaxConnectionsPerServer = MaxConnections,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A stable word for a connection that did not come about, or broke, or for an answer's status.</summary>
    public static string CodeOf(HttpRequestException failure) => failure switch
    {
        { StatusCode: { } status } => $"http_{(int)status}",
        { InnerException: OperationCanceledException } => "timeout",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution",
        { HttpRequestError: HttpRequestError.ConnectionError } => "unreachable",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "connection_broken",
    };

    /// <summary>
    /// Hands a message over. Interrupted before any of it had left, it is tried later; afterwards it is uncertain. A
    /// cancellation throws only while nothing has left.
    /// </summary>
    /// <param name="content">The message; it knows whether any of it has left.</param>
    /// <param name="request">The request and what its answer says, under the caller's time limit.</param>
    /// <param name="ct">The caller's own; what ends the request beside it is the time limit.</param>
    public static async Task<(T? Answer, SendResult? Interrupted)> HandOver<T>(
        SentContent content, Func<Task<T>> request, CancellationToken ct)
    {
        try
        {
            return (await request(), null);
        }
        catch (HttpRequestException broken)
        {
            return (default, Interrupted(content, CodeOf(broken)));
        }
        catch (IOException)
        {
            return (default, Interrupted(content, "connection_broken"));
        }
        catch (OperationCanceledException) when (content.IsStarted || !ct.IsCancellationRequested)
        {
            return (default, Interrupted(content, ct.IsCancellationRequested ? "cancelled" : "timeout"));
        }
    }

    private static SendResult Interrupted(SentContent content, string code) =>
        content.IsStarted ? new SendResult.Uncertain(code) : new SendResult.TryLater(code, null);
}

/// <summary>
/// A request's body, which also knows whether any of it has left: without its body a request makes no message, so what
/// failed before is safe to repeat, and what failed after is not.
/// </summary>
internal abstract class SentContent : HttpContent
{
    /// <summary>Whether the body has begun to leave.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>What is sent.</summary>
    protected abstract ReadOnlyMemory<byte> Body { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        await stream.WriteAsync(Body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }
}

/// <summary>A message in JSON.</summary>
internal sealed class SentJson : SentContent
{
    public SentJson(ReadOnlyMemory<byte> json)
    {
        Body = json;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override ReadOnlyMemory<byte> Body { get; }
}
