using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Makes a rename durable. On Unix the name of a file is its folder's content and needs an fsync of its own, for which
/// .NET has no call; Windows journals it with the file.
/// </summary>
internal static class FolderSync
{
    // Some network file systems know no fsync on folders and answer so; there is nothing more to be had from them.
    private const int NotSupportedHere = 22;

    /// <summary>Throws <see cref="IOException"/> when the disk did not take it.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != NotSupportedHere)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"Folder {folder} could not be flushed.", new Win32Exception(code));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
