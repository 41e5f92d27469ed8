namespace CleanFte.Infrastructure.Media;

/// <summary>The allow-list of <see cref="MediaOptions.AllowedHosts"/>.</summary>
internal sealed class MediaHosts
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _suffixes = [];
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Throws <see cref="ArgumentException"/> for an entry that is none.</summary>
    public MediaHosts(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            if (!IsEntry(entry))
                throw new ArgumentException($"'{entry}' is no host, suffix or origin.", nameof(entries));
            if (Origin(entry) is { } origin)
                _origins.Add(origin.GetLeftPart(UriPartial.Authority));
            else if (entry.StartsWith("*.", StringComparison.Ordinal))
                _suffixes.Add(entry[1..]);
            else
                _hosts.Add(entry);
        }
    }

    public static bool IsEntry(string entry)
    {
        var host = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry;
        return Origin(entry) is not null || Uri.CheckHostName(host) is not UriHostNameType.Unknown;
    }

    /// <summary>Whether a download may start here.</summary>
    public bool MayStart(Uri uri) =>
        IsOrigin(uri) ||
        (uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort &&
            (_hosts.Contains(uri.IdnHost) ||
                _suffixes.Exists(suffix => uri.IdnHost.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))));

    /// <summary>
    /// Whether exactly this origin is named, so that neither https nor a public address is asked of it.
    /// </summary>
    public bool IsOrigin(Uri uri) => _origins.Contains($"{uri.Scheme}://{uri.Authority}");

    private static Uri? Origin(string entry) =>
        Uri.TryCreate(entry, UriKind.Absolute, out var uri) &&
        uri.Scheme is "https" or "http" &&
        uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? uri
            : null;
}
