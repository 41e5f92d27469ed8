using System.Text;

namespace CleanFte.Infrastructure.Tenants;

/// <summary>Writes a file that only its owner can read, at no moment anybody else, and never half of it.</summary>
internal static class SecretFile
{
    public static async Task Write(string path, string secret, CancellationToken ct)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var draft = $"{full}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(secret + "\n"), ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, full, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
