using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// Turns the id of a file into the address where it is for five minutes, and that into a request with the account's
/// credential where its settings name the origin.
/// </summary>
internal sealed class CloudMedia(HttpClient http)
{
    /// <summary>The file's address, or why there is none.</summary>
    /// <param name="limit">Ends the request in time.</param>
    /// <param name="ct">The caller's own.</param>
    public async Task<(Uri? Uri, MediaDownload? Failure)> Locate(
        CloudAccount account, string reference, CancellationToken limit, CancellationToken ct)
    {
        if (WebAddress(reference) is { } known)
            return (known, null);
        using var request = account.Get(account.Media(reference));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
            using var json = await CloudAnswer.ReadJson(response, limit);
            if (!response.IsSuccessStatusCode)
                return (null, Failure((int)response.StatusCode));
            return WebAddress(json?.RootElement.Text("url"u8)) is { } uri
                ? (uri, null)
                : (null, new MediaDownload.Failed("no_address"));
        }
        catch (HttpRequestException broken)
        {
            return (null, new MediaDownload.Failed(ProviderHttp.CodeOf(broken)));
        }
        catch (IOException)
        {
            return (null, new MediaDownload.Failed("interrupted"));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new MediaDownload.Failed("timeout"));
        }
    }

    /// <summary>360dialog serves the files of Meta's addresses under its own host.</summary>
    public static MediaRequest RequestFor(CloudAccount account, Uri uri)
    {
        if (account.MediaBase is null)
            uri = new Uri(account.ApiBase, uri.PathAndQuery);
        var origin = account.MediaBase is { } media && SameOrigin(media, uri) ? media : account.ApiBase;
        return SameOrigin(origin, uri)
            ? new MediaRequest(uri, account.Credential, account.Header, origin)
            : new MediaRequest(uri, null);
    }

    /// <summary>An id that is not known is a file that is gone: they live for seven days.</summary>
    private static MediaDownload Failure(int status) => status switch
    {
        400 or 404 or 410 => new MediaDownload.Refused("not_found"),
        401 or 403 => new MediaDownload.Failed("credentials"),
        408 or 429 => new MediaDownload.Failed($"http_{status}"),
        >= 500 => new MediaDownload.Failed("http_5xx"),
        _ => new MediaDownload.Refused($"http_{status}"),
    };

    private static Uri? WebAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static bool SameOrigin(Uri one, Uri other) =>
        one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority);
}
