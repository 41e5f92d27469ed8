using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>What <c>postmaster.pid</c> says of the server: its process, its port and how far it has come.</summary>
internal sealed record Postmaster(int ProcessId, int? Port, string Status)
{
    public bool IsReady => Port is not null && Status == "ready";

    public static async Task<Postmaster?> Read(ServerFolder folder, CancellationToken ct)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(folder.PidFile, ct);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        // Lines 1, 4 and 8 of a file which the server completes as it starts.
        return new Postmaster(
            Number(lines, 0) ?? 0, Number(lines, 3), lines.Length > 7 ? lines[7].Trim() : "starting");
    }

    /// <summary>Whether the process is this folder's server, and not another that was given a dead one's id.</summary>
    public bool IsAliveIn(ServerFolder folder)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            if (process.HasExited || !process.ProcessName.StartsWith("postgres", StringComparison.Ordinal))
                return false;

            // Its working folder would tell as well, but root in a container may not read that of another account.
            return !OperatingSystem.IsLinux()
                || Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{ProcessId}/cmdline"))
                    .Split('\0')
                    .Contains(folder.Cluster);
        }
        catch (Exception exception) when (
            exception is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // The process is gone, or went while it was looked at; another account's is not ours.
            return false;
        }
    }

    private static int? Number(string[] lines, int index) =>
        lines.Length > index && int.TryParse(lines[index], CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
