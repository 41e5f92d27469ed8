using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Keeps files in a folder. A file appears whole or not at all, and once <see cref="Put"/> returns it survives a power
/// cut: the event that says it is there is committed afterwards.
/// </summary>
internal sealed class DiskMediaStore(string root) : IMediaStore
{
    private const int BufferSize = 64 * 1024;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public async Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct)
    {
        var target = PathOf(key);
        try
        {
            await Write(target, content, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    private async Task Write(string target, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        // No key begins with a dot, so half-written files are in no key's way, and a rename stays on one disk.
        var unfinished = Path.Combine(_root, ".unfinished", Path.GetRandomFileName());
        Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            await using (var file = new FileStream(
                unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await file.WriteAsync(content, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        for (var folder = Path.GetDirectoryName(target)!; folder.Length >= _root.Length; folder = Parent(folder))
            FolderSync.Flush(folder);
    }

    public Task<Stream?> Open(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                BufferSize,
                FileOptions.Asynchronous));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try
        {
            if (File.Exists(path))
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }

        return Task.CompletedTask;
    }

    private static string Parent(string folder) => Path.GetDirectoryName(folder) ?? "";

    private string PathOf(string key) => Path.Combine(_root, MediaKey.Checked(key));
}
