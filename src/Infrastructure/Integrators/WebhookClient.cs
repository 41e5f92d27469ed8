using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>
/// Posts webhooks without becoming a tool against the network it stands in: to https and public addresses only, looked up
/// anew for each connection, and never on to where a redirect leads.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>Bytes of a body. What would be longer goes without its data, which the feed has.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Bytes that are read of an answer.</summary>
    public const int MaxAnswer = 4 * 1024;

    /// <summary>For the whole request, connecting and reading the answer included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly ResolveHost _resolve;
    private readonly HttpMessageInvoker _http;

    public WebhookClient(WebhookOptions options, TimeProvider clock)
        : this(options, clock, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookClient(WebhookOptions options, TimeProvider clock, ResolveHost resolve)
    {
        (_options, _clock, _resolve) = (options, clock, resolve);
        _http = new HttpMessageInvoker(new GuardedConnection(options.Allows, resolve).CreateHandler());
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What is wrong with an address, or null: the word that a delivery there would fail with.</summary>
    public async Task<string?> Check(Uri url, CancellationToken ct)
    {
        if (_options.Allows(url))
        {
            return null;
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return "not_https";
        }

        try
        {
            var addresses = await _resolve(url.IdnHost, ct).WaitAsync(Timeout, ct);
            return addresses.Length == 0 ? "name_resolution"
                : Array.TrueForAll(addresses, PublicAddress.Is) ? null
                : "address_not_public";
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or TimeoutException or ArgumentException)
        {
            return "name_resolution";
        }
    }

    /// <summary>Sends once. What goes wrong is in the answer; throws only for the caller's own token.</summary>
    /// <param name="id">The webhook-id.</param>
    public async Task<WebhookAnswer> Send(Uri url, string id, ReadOnlyMemory<byte> body, byte[][] secrets, CancellationToken ct)
    {
        if (secrets.Length == 0)
        {
            return WebhookAnswer.Failed("secret_unreadable");
        }

        if (url.Scheme != Uri.UriSchemeHttps && !_options.Allows(url))
        {
            return WebhookAnswer.Failed("not_https");
        }

        using var limit = new CancellationTokenSource(Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var took = Stopwatch.StartNew();
        try
        {
            using var request = Request(url, id, body, secrets);
            using var response = await _http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            var answer = await Beginning(response, either.Token);
            return new WebhookAnswer(status, ErrorOf(status), answer, took.Elapsed);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return WebhookAnswer.Failed("timeout") with { Took = took.Elapsed };
        }
        catch (HttpRequestException failure)
        {
            return WebhookAnswer.Failed(WordOf(failure)) with { Took = took.Elapsed };
        }
        catch (IOException)
        {
            return WebhookAnswer.Failed("connection_broken") with { Took = took.Elapsed };
        }
    }

    /// <summary>The body of an event, without its data where it would be too long.</summary>
    public static ReadOnlyMemory<byte> BodyOf(FeedItem item, bool withPersonal)
    {
        var body = Written(json => item.Write(json, withPersonal));
        return body.Length <= MaxBody ? body : Written(item.WriteWithoutData);
    }

    private HttpRequestMessage Request(Uri url, string id, ReadOnlyMemory<byte> body, byte[][] secrets)
    {
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            // HTTP/3 would not pass through the guarded connection.
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "CleanFte");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", WebhookSignature.Of(secrets, id, timestamp, body.Span));
        return request;
    }

    private static string? ErrorOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => "redirect",
        410 => "gone",
        _ => $"http_{status}",
    };

    private static string WordOf(HttpRequestException failure) => failure.InnerException switch
    {
        AddressNotPublicException => "address_not_public",
        AuthenticationException => "tls",
        _ => ProviderHttp.CodeOf(failure),
    };

    private static async Task<string> Beginning(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[MaxAnswer];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var read = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, ct);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // The status has said what became of it; how the answer goes on changes nothing.
            return "";
        }
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        write(json);
        json.Flush();
        return bytes.WrittenMemory;
    }
}

/// <param name="Status">Null where no answer came.</param>
/// <param name="Error">Null for a success.</param>
/// <param name="Body">The beginning of the answer.</param>
internal sealed record WebhookAnswer(int? Status, string? Error, string Body, TimeSpan Took)
{
    public bool IsGone => Status == 410;

    public static WebhookAnswer Failed(string error) => new(null, error, "", TimeSpan.Zero);
}
