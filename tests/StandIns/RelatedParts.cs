using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CleanFte.StandIns;

/// <summary>The parts of a multipart/related request (RFC 2387).</summary>
internal static class RelatedParts
{
    /// <summary>Null when it is none, or is broken off.</summary>
    public static async Task<IReadOnlyList<(string Type, byte[] Content)>?> Read(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/related"
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            return null;
        var reader = new MultipartReader(boundary.ToString(), request.Body);
        var parts = new List<(string, byte[])>();
        try
        {
            while (await reader.ReadNextSectionAsync() is { } part)
            {
                using var content = new MemoryStream();
                await part.Body.CopyToAsync(content);
                parts.Add((part.ContentType ?? "", content.ToArray()));
            }
        }
        catch (IOException)
        {
            return null;
        }

        return parts;
    }
}
