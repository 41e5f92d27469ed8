using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>What lies where in the data path, or in the folder that stands in for it.</summary>
internal sealed record ServerFolder(string Root)
{
    /// <summary>Root's own corner, which every account can traverse and none but root can write to.</summary>
    public const string Shared = "/var/lib/cleanfte";

    private const string Pointer = "location.txt";

    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Cluster => Path.Combine(Root, "data");

    public string PasswordFile => Path.Combine(Root, "password");

    public string GateFile => Path.Combine(Root, "lock");

    public string Users => Path.Combine(Root, "users");

    public string Log => Path.Combine(Cluster, "server.log");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    public static async Task<(ServerFolder Folder, ServerAccount Account)> Open(
        string dataPath, ILogger logger, CancellationToken ct)
    {
        try
        {
            var folder = await Follow(dataPath, ct);
            var account = await ServerAccount.For(folder.Cluster, ct);
            if (!await account.CanReach(folder.Root, ct))
                folder = await StandIn(dataPath, folder, account, logger, ct);
            Directory.CreateDirectory(folder.Users);
            return (folder, account);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The folder for the embedded PostgreSQL, '{dataPath}', cannot be used: {exception.Message} Set "
                + "EmbeddedPostgres__DataPath to a folder the app may write to, or set ConnectionStrings__CleanFte.",
                exception);
        }
    }

    private static async Task<ServerFolder> Follow(string dataPath, CancellationToken ct)
    {
        Create(dataPath);
        var pointer = Path.Combine(dataPath, Pointer);
        var root = File.Exists(pointer) ? (await File.ReadAllTextAsync(pointer, ct)).Trim() : dataPath;
        Create(root);
        // Two spellings of one folder must be told to be one: the server is recognised by its path.
        return new ServerFolder(OperatingSystem.IsLinux()
            ? (await ServerAccount.MustRun("realpath", ["--", root], ct)).Output
            : Path.GetFullPath(root));
    }

    private static async Task<ServerFolder> StandIn(
        string dataPath, ServerFolder unreachable, ServerAccount account, ILogger logger, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(unreachable.Root)))[..16];
        var root = Path.Combine(Shared, hash);
        Create(Shared);
        Create(root);
        if (Directory.Exists(unreachable.Cluster) || !await account.CanReach(root, ct))
            throw new InvalidOperationException(
                $"The account '{account.Name}', which PostgreSQL runs under, cannot reach its data in "
                + $"'{unreachable.Root}'. Let it traverse the folders above, or move the data and set "
                + "EmbeddedPostgres__DataPath.");

        await File.WriteAllTextAsync(Path.Combine(dataPath, Pointer), root + "\n", ct);
        logger.LogWarning(
            "The account {Account}, which PostgreSQL runs under, cannot reach {DataPath}; the data is in {Folder}",
            account.Name, dataPath, root);
        return new ServerFolder(root);
    }

    private static void Create(string folder)
    {
        if (Directory.Exists(folder))
            return;

        // A tight umask would shut out the server's account; what is private inside has its own mode.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
        {
            Directory.CreateDirectory(folder, Passable);
            File.SetUnixFileMode(folder, Passable);
        }
    }
}
