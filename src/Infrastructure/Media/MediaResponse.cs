using System.Buffers;
using System.Net.Http.Headers;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>Reads the last answer of a download.</summary>
internal static class MediaResponse
{
    /// <summary>The longest file name kept, in characters; its end, where the extension is.</summary>
    public const int MaxFileName = 120;

    private const int ReadAtOnce = 64 * 1024;

    public static async Task<MediaDownload> Read(HttpResponseMessage response, int maxBytes, CancellationToken ct) =>
        (int)response.StatusCode switch
        {
            200 => await ReadBody(response, maxBytes, ct),
            204 => new MediaDownload.Refused("empty"),
            401 or 403 => new MediaDownload.Refused("forbidden"),
            410 => new MediaDownload.Refused("not_found"),
            var status and (404 or 408 or 429) => new MediaDownload.Failed($"http_{status}"),
            >= 500 => new MediaDownload.Failed("http_5xx"),
            var status => new MediaDownload.Refused($"http_{status}"),
        };

    private static async Task<MediaDownload> ReadBody(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var headers = response.Content.Headers;
        if (headers.ContentLength > maxBytes)
            return new MediaDownload.Refused("too_large");

        var content = new ArrayBufferWriter<byte>(ReadAtOnce);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        while (await body.ReadAsync(content.GetMemory(ReadAtOnce), ct) is > 0 and var read)
        {
            content.Advance(read);
            if (content.WrittenCount > maxBytes)
                return new MediaDownload.Refused("too_large");
        }

        return content.WrittenCount == 0
            ? new MediaDownload.Refused("empty")
            : new MediaDownload.Fetched(
                content.WrittenMemory, headers.ContentType?.MediaType, FileName(headers.ContentDisposition));
    }

    /// <summary>The name alone: no folders, no control characters, null when nothing is left.</summary>
    private static string? FileName(ContentDispositionHeaderValue? disposition)
    {
        var said = (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"') ?? "";
        var name = string.Concat(said[(said.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c)));
        return name.Length switch
        {
            0 => null,
            > MaxFileName => name[^MaxFileName..],
            _ => name,
        };
    }
}
