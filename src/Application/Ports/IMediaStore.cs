namespace CleanFte.Application.Ports;

/// <summary>
/// Where evidence is kept. Keys are <c>evidence/{tenant}/{ticket}/{media}</c> and never come from outside. Throws
/// <see cref="MediaStoreUnavailableException"/> when the store cannot be used just now.
/// </summary>
public interface IMediaStore
{
    /// <summary>
    /// Stores a file under a key. Storing the same key again replaces it: a retried download is no conflict.
    /// </summary>
    Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct);

    /// <summary>Opens a stored file, or null when the key holds nothing.</summary>
    Task<Stream?> Open(string key, CancellationToken ct);

    /// <summary>Removes a file; a key that holds nothing is no error.</summary>
    Task Delete(string key, CancellationToken ct);
}

/// <summary>The media store cannot be reached, or does not do what is asked of it.</summary>
/// <param name="cause">What the store's library or the disk threw.</param>
public sealed class MediaStoreUnavailableException(Exception cause)
    : Exception($"The media store cannot be used: {cause.Message}", cause);

/// <summary>
/// Fetches files from addresses that a provider or a citizen named. Guarded against being sent elsewhere.
/// </summary>
public interface IMediaSource
{
    /// <summary>Downloads one file. Never throws for what the address or the network does.</summary>
    Task<MediaDownload> Fetch(MediaRequest request, CancellationToken ct);
}

/// <summary>What came of a download.</summary>
public abstract record MediaDownload
{
    private MediaDownload()
    {
    }

    /// <summary>It is here.</summary>
    /// <param name="Content">All its bytes.</param>
    /// <param name="DeclaredType">The Content-Type the server said, or null.</param>
    /// <param name="FileName">The name the server gave it (Content-Disposition), or null.</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Content, string? DeclaredType, string? FileName) : MediaDownload;

    /// <summary>It will never be fetched: forbidden address, too large, gone. The reason is a stable code.</summary>
    public sealed record Refused(string Reason) : MediaDownload;

    /// <summary>It could not be fetched now.</summary>
    public sealed record Failed(string Reason) : MediaDownload;
}

/// <summary>Looks at a file's bytes: what it really is, and a copy fit for the public.</summary>
public interface IMediaInspector
{
    /// <summary>
    /// The real content type by the file's own bytes, or null when it is none of the accepted kinds.
    /// </summary>
    string? Sniff(ReadOnlySpan<byte> content);

    /// <summary>
    /// A copy of a JPEG, PNG or WebP without EXIF, XMP, IPTC and comments (where it was taken, by whom, with what);
    /// null for other kinds and for images too broken to clean.
    /// </summary>
    byte[]? WithoutMetadata(ReadOnlyMemory<byte> content, string contentType);
}

/// <summary>Where a media file is, and the credential its first host may see.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Authorization">The value of the header for that host only, or null.</param>
/// <param name="Header">The header that carries it.</param>
/// <param name="Trusted">
/// An origin that the account's own settings name, so that neither https nor a public address is asked of it; or null.
/// </param>
public sealed record MediaRequest(Uri Uri, string? Authorization, string Header = "Authorization", Uri? Trusted = null);
