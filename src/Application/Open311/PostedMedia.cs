using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Open311;

/// <summary>Files that another system names by their address; they are fetched later, where that is allowed.</summary>
internal static class PostedMedia
{
    /// <summary>Files of one request.</summary>
    private const int MaxFiles = 5;

    private const int MaxAddress = 2_000;

    public static void Check(IReadOnlyList<string> urls, Dictionary<string, string[]> errors)
    {
        if (urls.Count > MaxFiles)
        {
            errors["media_url"] = [$"Give at most {MaxFiles}."];
        }
        else if (urls.Any(url => url.Length > MaxAddress
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")))
        {
            errors["media_url"] = [$"Give the file's address, https://..., of at most {MaxAddress:N0} characters."];
        }
    }

    /// <summary>What it is, is known when it is here.</summary>
    public static MediaReferenced Reference(string url, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), StorableText.Clean(url), "", MediaSource.Open311, MediaPurpose.Evidence, null, now);
}
