namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>
/// Who uses the server of a folder. Each user holds a lock on a file of its own; the system drops the lock of a process
/// that dies, however it dies, so that the count is always true.
/// </summary>
internal sealed class FolderUsers(ServerFolder folder)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(25);

    /// <summary>Taken around every decision to start or stop the server.</summary>
    public async Task<FileStream> EnterGate(CancellationToken ct)
    {
        var giveUpAt = Environment.TickCount64 + (long)LongestWait.TotalMilliseconds;
        while (true)
        {
            if (TryLock(folder.GateFile) is { } gate)
                return gate;
            if (Environment.TickCount64 > giveUpAt)
                throw new InvalidOperationException(
                    $"Another process has been starting or stopping the embedded PostgreSQL in '{folder.Root}' for "
                    + $"{LongestWait.TotalSeconds:0} seconds. End it, or set EmbeddedPostgres__DataPath to another "
                    + "folder.");
            await Task.Delay(BetweenTries, ct);
        }
    }

    /// <summary>The host is in the name because a server on another host cannot be reached on loopback.</summary>
    public FileStream Join() =>
        TryLock(Path.Combine(folder.Users, $"{Guid.NewGuid():N}@{Environment.MachineName}"))
        ?? throw new InvalidOperationException($"A new file in '{folder.Users}' is locked already.");

    public static void Leave(FileStream user)
    {
        user.Dispose();
        File.Delete(user.Name);
    }

    /// <summary>The users alive, by host; the files of the dead are removed. Call inside the gate.</summary>
    public IReadOnlyList<string> Hosts()
    {
        var hosts = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder.Users))
        {
            using var dead = TryLock(file);
            if (dead is null)
                hosts.Add(Path.GetFileName(file).Split('@')[^1]);
            else
                File.Delete(file);
        }

        return hosts;
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(file))
        {
            return null;
        }
    }
}
