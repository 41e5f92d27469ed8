using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>Makes the data folder once, whole or not at all, and checks the one that is there.</summary>
internal sealed class ClusterCreation(ServerFolder folder, PostgresBinaries binaries, ILogger logger)
{
    private const string Unfinished = "unfinished-";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Returns the superuser's password.</summary>
    public async Task<string> Ensure(CancellationToken ct)
    {
        if (Directory.Exists(folder.Cluster))
            await Check(ct);
        else
            await Create(ct);

        return File.Exists(folder.PasswordFile)
            ? (await File.ReadAllTextAsync(folder.PasswordFile, ct)).Trim()
            : throw new InvalidOperationException(
                $"The password of the embedded PostgreSQL, '{folder.PasswordFile}', is gone. Put it back, set "
                + "EmbeddedPostgres__DataPath to another folder, or set ConnectionStrings__CleanFte.");
    }

    private async Task Check(CancellationToken ct)
    {
        var file = Path.Combine(folder.Cluster, "PG_VERSION");
        if (!File.Exists(file))
            throw new InvalidOperationException(
                $"'{folder.Cluster}' holds something else than PostgreSQL's data. Set EmbeddedPostgres__DataPath to "
                + "another folder, or set ConnectionStrings__CleanFte.");

        var version = (await File.ReadAllTextAsync(file, ct)).Trim();
        if (version != binaries.MajorVersion.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException(
                $"The data in '{folder.Root}' is of PostgreSQL {version}, the embedded one is {binaries.MajorVersion}. "
                + "Move the data with pg_dump and pg_restore, set EmbeddedPostgres__BinariesPath to a PostgreSQL "
                + $"{version}, or set EmbeddedPostgres__DataPath to another folder.");
    }

    private async Task Create(CancellationToken ct)
    {
        foreach (var left in Directory.EnumerateDirectories(folder.Root, Unfinished + "*"))
            Directory.Delete(left, recursive: true);

        logger.LogInformation("Creating a PostgreSQL {Version} in {Folder}", binaries.MajorVersion, folder.Root);
        var unfinished = Path.Combine(folder.Root, $"{Unfinished}{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(unfinished);
        else
            Directory.CreateDirectory(unfinished, OwnerOnly | UnixFileMode.UserExecute);

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var passwordForInitdb = Path.Combine(unfinished, "password");
        await WriteSecret(passwordForInitdb, password, ct);
        await binaries.Account.Give(unfinished, ct);
        await Initialise(Path.Combine(unfinished, "data"), passwordForInitdb, ct);

        // The password first: data without one could never be opened again.
        await WriteSecret(folder.PasswordFile, password, ct);
        Directory.Move(Path.Combine(unfinished, "data"), folder.Cluster);
        Directory.Delete(unfinished, recursive: true);
    }

    private async Task Initialise(string cluster, string passwordFile, CancellationToken ct)
    {
        var result = await binaries.Run(
            "initdb",
            [
                "-D", cluster, "--username", ServerConnection.Superuser, "--pwfile", passwordFile,
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
                // Built in, so that an index means the same on every machine the folder is moved to.
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8"
            ],
            ct);
        if (!result.Succeeded)
            throw new InvalidOperationException(
                $"The embedded PostgreSQL could not create its data in '{folder.Root}'. Set EmbeddedPostgres__DataPath "
                + $"to a folder where it can, or set ConnectionStrings__CleanFte. initdb said: {result.Output}");
    }

    private static async Task WriteSecret(string file, string secret, CancellationToken ct)
    {
        // A file that is there keeps its mode and its owner, which need not be ours.
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), ct);
        stream.Flush(flushToDisk: true);
    }
}
