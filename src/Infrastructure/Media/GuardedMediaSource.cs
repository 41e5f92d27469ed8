using System.Net;
using System.Security.Authentication;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Downloads media without becoming a tool against the network it stands in: a download starts at an allow-listed host,
/// goes on over https to public addresses only, and shows its credential to nobody but the first origin.
/// </summary>
internal sealed class GuardedMediaSource : IMediaSource, IDisposable
{
    /// <summary>The largest file, in bytes: what Twilio carries for WhatsApp.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    public const int MaxRedirects = 3;

    /// <summary>The longest a whole download may take, redirects included.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    private readonly MediaHosts _hosts;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _maxDuration;
    private readonly HttpMessageInvoker _http;

    /// <summary>For origins that an account's settings name; apart, so that nobody else gets their connections.</summary>
    private readonly HttpMessageInvoker _own;

    public GuardedMediaSource(MediaOptions options, TimeProvider clock)
        : this(options, clock, MaxDuration, Dns.GetHostAddressesAsync)
    {
    }

    internal GuardedMediaSource(MediaOptions options, TimeProvider clock, TimeSpan maxDuration, ResolveHost resolve)
    {
        _hosts = new MediaHosts(options.AllowedHosts);
        _clock = clock;
        _maxDuration = maxDuration;
        _http = new HttpMessageInvoker(new GuardedConnection(_hosts.IsOrigin, resolve).CreateHandler());
        _own = new HttpMessageInvoker(new GuardedConnection(_ => true, resolve).CreateHandler());
    }

    public void Dispose()
    {
        _http.Dispose();
        _own.Dispose();
    }

    /// <summary>
    /// Refused: <c>host_not_allowed</c>, <c>address_not_public</c>, <c>redirect_not_https</c>,
    /// <c>too_many_redirects</c>, <c>too_large</c>, <c>empty</c>, <c>forbidden</c> (401, 403), <c>not_found</c> (410),
    /// <c>untrusted_certificate</c>, <c>http_NNN</c> for any other answer.
    /// Failed, thus worth another try: <c>timeout</c>, <c>unreachable</c>, <c>interrupted</c>, <c>http_404</c>
    /// (Twilio's media can come later than its webhook), <c>http_408</c>, <c>http_429</c>, <c>http_5xx</c>.
    /// Throws <see cref="OperationCanceledException"/> only for the caller's own token.
    /// </summary>
    public async Task<MediaDownload> Fetch(MediaRequest request, CancellationToken ct)
    {
        if (!request.Uri.IsAbsoluteUri || !(_hosts.MayStart(request.Uri) || IsTrusted(request, request.Uri)))
            return new MediaDownload.Refused("host_not_allowed");

        using var cap = new CancellationTokenSource(_maxDuration, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, cap.Token);
        try
        {
            return await Follow(request, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new MediaDownload.Failed("timeout");
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException switch
            {
                AddressNotPublicException => new MediaDownload.Refused("address_not_public"),
                AuthenticationException => new MediaDownload.Refused("untrusted_certificate"),
                _ when failure.HttpRequestError is HttpRequestError.ConnectionError or
                    HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError =>
                    new MediaDownload.Failed("unreachable"),
                _ => new MediaDownload.Failed("interrupted"),
            };
        }
        catch (IOException)
        {
            return new MediaDownload.Failed("interrupted");
        }
    }

    private async Task<MediaDownload> Follow(MediaRequest request, CancellationToken ct)
    {
        var uri = request.Uri;
        var authorization = request.Authorization;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var response = await Get(request, uri, authorization, ct);
            if (RedirectOf(response, uri) is not { } next)
                return await MediaResponse.Read(response, MaxBytes, ct);

            if (next.Scheme != Uri.UriSchemeHttps && !_hosts.IsOrigin(next) && !IsTrusted(request, next))
                return new MediaDownload.Refused("redirect_not_https");
            // Dropped once is dropped for good: a stranger must not send us back to the first host on his path.
            if (!SameOrigin(uri, next))
                authorization = null;
            uri = next;
        }

        return new MediaDownload.Refused("too_many_redirects");
    }

    private Task<HttpResponseMessage> Get(MediaRequest request, Uri uri, string? authorization, CancellationToken ct)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            // HTTP/3 would not pass through the guarded connection.
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", "CleanFte");
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation(request.Header, authorization);
        return (IsTrusted(request, uri) ? _own : _http).SendAsync(message, ct);
    }

    private static Uri? RedirectOf(HttpResponseMessage response, Uri asked) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 &&
        Uri.TryCreate(asked, response.Headers.Location, out var next)
            ? next
            : null;

    private static bool IsTrusted(MediaRequest request, Uri uri) =>
        request.Trusted is { } trusted && SameOrigin(trusted, uri);

    private static bool SameOrigin(Uri one, Uri other) =>
        one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority);
}
