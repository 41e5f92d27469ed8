namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>
/// The account which PostgreSQL's programs run under. It is the app's own, except for root: PostgreSQL refuses root.
/// </summary>
internal sealed record ServerAccount(string Name, string? UserId, string? GroupId)
{
    // A dedicated account first: whatever else runs as nobody could otherwise read the data.
    private static readonly string[] Candidates = ["postgres", "nobody"];

    public bool IsAnother => UserId is not null;

    /// <summary>The account for a data folder: the owner of what is there, so that it never changes hands.</summary>
    public static async Task<ServerAccount> For(string cluster, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return new ServerAccount(Environment.UserName, null, null);

        if (Directory.Exists(cluster))
        {
            var owner = (await MustRun("stat", ["-c", "%u:%g:%U", cluster], ct)).Output.Split(':');
            if (owner[0] != "0")
                return new ServerAccount(owner[2], owner[0], owner[1]);
        }

        var accounts = (await File.ReadAllLinesAsync("/etc/passwd", ct)).Select(line => line.Split(':')).ToList();
        return Candidates
            .Select(name => accounts.Find(account => account[0] == name && account.Length > 3 && account[2] != "0"))
            .Where(account => account is not null)
            .Select(account => new ServerAccount(account![0], account[2], account[3]))
            .FirstOrDefault()
            ?? throw new InvalidOperationException(
                "PostgreSQL does not run as root, and /etc/passwd has neither a 'postgres' nor a 'nobody' account to "
                + "run it under. Add one, run the app as another user, or set ConnectionStrings__CleanFte.");
    }

    public Task<CommandResult> Run(
        string file, IEnumerable<string> arguments, CancellationToken ct, string? libraries = null) =>
        IsAnother
            ? Command.Run(
                "setpriv",
                [
                    $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--no-new-privs",
                    "--", file, .. arguments
                ],
                ct,
                libraries)
            : Command.Run(file, arguments, ct, libraries);

    /// <summary>
    /// Whether it may enter a folder or run a program. Asked of the system, which knows of more than modes.
    /// </summary>
    public async Task<bool> CanReach(string path, CancellationToken ct) =>
        !IsAnother || (await Run("test", ["-x", path], ct)).Succeeded;

    /// <summary>Hands a folder, with all in it, to the account.</summary>
    public Task Give(string folder, CancellationToken ct) =>
        IsAnother ? MustRun("chown", ["-R", $"{UserId}:{GroupId}", folder], ct) : Task.CompletedTask;

    /// <summary>Gives it a folder that root restored or copied, and so owns.</summary>
    public async Task TakeOver(string folder, CancellationToken ct)
    {
        if (IsAnother && (await MustRun("stat", ["-c", "%u", folder], ct)).Output != UserId)
            await Give(folder, ct);
    }

    public static async Task<CommandResult> MustRun(string file, string[] arguments, CancellationToken ct)
    {
        var result = await Command.Run(file, arguments, ct);
        return result.Succeeded
            ? result
            : throw new InvalidOperationException(
                $"'{file} {string.Join(' ', arguments)}', which prepares the embedded PostgreSQL, failed: "
                + $"{result.Output} Set EmbeddedPostgres__DataPath to a folder where it works, or set "
                + "ConnectionStrings__CleanFte.");
    }
}
