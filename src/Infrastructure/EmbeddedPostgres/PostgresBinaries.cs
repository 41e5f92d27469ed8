using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

internal sealed record PostgresBinaries(string Folder, ServerAccount Account, int MajorVersion)
{
    private const string Advice = "Set EmbeddedPostgres__BinariesPath to a folder with PostgreSQL's bin, lib and "
        + "share, or set ConnectionStrings__CleanFte.";

    public Task<CommandResult> Run(string program, IEnumerable<string> arguments, CancellationToken ct) =>
        Run(Folder, program, arguments, Account, ct);

    public static async Task<PostgresBinaries> Locate(string? configured, ServerAccount account, CancellationToken ct)
    {
        var folder = configured ?? Fetched();
        if (!File.Exists(Program(folder, "postgres")))
            throw new InvalidOperationException($"There is no PostgreSQL in '{folder}'. {Advice}");

        if (!await account.CanReach(Program(folder, "postgres"), ct))
            folder = await Copy(folder, ct);
        var version = await Run(folder, "postgres", ["--version"], account, ct);

        // "postgres (PostgreSQL) 18.4"
        return version.Succeeded && int.TryParse(
            version.Output.Split(' ')[^1].Split('.')[0], CultureInfo.InvariantCulture, out var major)
            ? new PostgresBinaries(folder, account, major)
            : throw new InvalidOperationException(
                $"The PostgreSQL in '{folder}' does not run as '{account.Name}': {version.Output} {Advice}");
    }

    private static Task<CommandResult> Run(
        string folder, string program, IEnumerable<string> arguments, ServerAccount account, CancellationToken ct) =>
        account.Run(Program(folder, program), arguments, ct, Path.Combine(folder, "lib"));

    internal static string Fetched()
    {
        var packages = typeof(PostgresBinaries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "EmbeddedPostgresPackages")?.Value
            ?? throw new InvalidOperationException($"This build was made without the embedded PostgreSQL. {Advice}");
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return Path.Combine(packages, $"{system}-{machine}", "native");
    }

    private static string Program(string folder, string name) =>
        Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// Copies the programs to where the account can reach them, once per content, and returns the copy.
    /// </summary>
    private static async Task<string> Copy(string folder, CancellationToken ct)
    {
        await using var program = File.OpenRead(Program(folder, "postgres"));
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(program, ct))[..16];
        var copy = Path.Combine(ServerFolder.Shared, $"postgresql-{hash}");
        if (!Directory.Exists(copy))
        {
            // Under another name until it is whole; the loser of a race throws its copy away.
            var unfinished = $"{copy}.{Guid.NewGuid():N}";
            Directory.CreateDirectory(ServerFolder.Shared);
            var content = Path.Combine(folder, ".");
            await ServerAccount.MustRun("cp", ["-r", "-P", "--preserve=mode,links", content, unfinished], ct);
            await ServerAccount.MustRun("chmod", ["-R", "u+rwX,go+rX,go-w", unfinished], ct);
            var moved = await Command.Run("mv", ["-T", "--", unfinished, copy], ct);
            if (!moved.Succeeded)
                Directory.Delete(unfinished, recursive: true);
        }

        foreach (var trusted in new[] { ServerFolder.Shared, copy })
            await MustBelongToRoot(trusted, ct);
        return copy;
    }

    /// <summary>Programs which anyone else could have put there would be theirs, not ours.</summary>
    private static async Task MustBelongToRoot(string folder, CancellationToken ct)
    {
        var owner = (await ServerAccount.MustRun("stat", ["-c", "%u", "--", folder], ct)).Output;
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder);
        if (owner != "0" || (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            throw new InvalidOperationException(
                $"'{folder}' is not root's alone, so PostgreSQL is not started from it. Remove it. {Advice}");
    }
}
