using System.ComponentModel;
using System.Diagnostics;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

internal static class Command
{
    // The app's environment holds secrets, which a server under another account has no business to see.
    private static readonly string[] PassedOn = ["PATH", "SystemRoot", "TEMP", "TMP"];

    public static async Task<CommandResult> Run(
        string file, IEnumerable<string> arguments, CancellationToken ct, string? libraries = null)
    {
        // An unprivileged account may not be able to enter the folder the app was started in.
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/"
        };
        var inherited = PassedOn.Select(name => (name, Environment.GetEnvironmentVariable(name))).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Where(variable => variable.Item2 is not null))
            start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        if (libraries is not null && OperatingSystem.IsLinux())
            start.Environment["LD_LIBRARY_PATH"] = libraries;

        return await Finish(start, ct);
    }

    private static async Task<CommandResult> Finish(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return new CommandResult(127, $"{start.FileName}: {missing.Message}");
        }

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new CommandResult(process.ExitCode, $"{await output}{await errors}".Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
