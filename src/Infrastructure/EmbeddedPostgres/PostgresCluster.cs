using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>The server of one data folder: finding, starting and stopping it. Call inside the gate.</summary>
internal sealed class PostgresCluster(ServerFolder folder, PostgresBinaries binaries, ServerConnection connection)
{
    private const int LongestWaitSeconds = 60;
    // Replaying two gigabytes of log after a crash takes its time on a slow disk.
    private const int LongestRecoverySeconds = 300;
    private const int StartTries = 3;
    private const int LogLinesShown = 20;

    // fsync and synchronous_commit are on whatever a configuration file says: an answer given must outlive a power
    // cut. The terse log leaves out the details of errors, where people's data would be.
    // A new log segment is not filled with zeros first: that stalls every commit for as long as 16 MB take, which a busy
    // service notices each second. A commit is as durable without.
    private static readonly string[] Settings =
    [
        "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "shared_buffers=256MB",
        "max_wal_size=2GB", "min_wal_size=512MB", "wal_init_zero=off", "checkpoint_timeout=15min", "fsync=on",
        "synchronous_commit=on", "timezone=UTC", "log_timezone=UTC", "log_error_verbosity=terse", "log_min_error_statement=panic"
    ];

    /// <summary>The port of the server that runs already, left by an app that died or shared with one alive.</summary>
    public async Task<int?> FindRunning(CancellationToken ct)
    {
        var giveUpAt = Environment.TickCount64 + (LongestWaitSeconds * 1000);
        while (await Postmaster.Read(folder, ct) is { } postmaster)
        {
            if (postmaster.Port is { } port && await connection.Answers(port, ct))
                return port;

            if (!postmaster.IsAliveIn(folder))
                return null;

            if (Environment.TickCount64 > giveUpAt)
                throw new InvalidOperationException(
                    $"The embedded PostgreSQL in '{folder.Root}' (process {postmaster.ProcessId}) runs but has not "
                    + $"answered for {LongestWaitSeconds} seconds. End it, or set EmbeddedPostgres__DataPath to "
                    + $"another folder. {await LogTail(ct)}");
            await Task.Delay(50, ct);
        }

        return null;
    }

    public async Task<int> Start(CancellationToken ct)
    {
        await binaries.Account.TakeOver(folder.Cluster, ct);
        // The port of the server that crashed first: apps that outlived it still look for it there.
        var left = await Postmaster.Read(folder, ct);
        var port = left?.Port is { } previous && IsFree(previous) ? previous : FreePort();
        // The server judges a dead process' file itself, but takes any process with that id for a server.
        if (left is not null)
            File.Delete(folder.PidFile);

        for (var tries = 1; ; tries++, port = FreePort())
        {
            // One start's log is kept beside the next one's, so that neither grows for ever nor hides a crash.
            if (File.Exists(folder.Log))
                File.Move(folder.Log, folder.Log + ".previous", overwrite: true);
            var settings = Settings.Append(string.Create(CultureInfo.InvariantCulture, $"port={port}"));
            var options = string.Join(' ', settings.Select(setting => $"-c {setting}"));
            // Not cancelled half-way: a server that came up with nobody waiting would stay.
            var started = await binaries.Run(
                "pg_ctl",
                [
                    "start", "-D", folder.Cluster, "-l", folder.Log, "-w", "-t", $"{LongestRecoverySeconds}",
                    "-o", options
                ],
                CancellationToken.None);
            if (started.Succeeded)
                return port;

            var log = await LogTail(ct);
            if (tries == StartTries || !log.Contains("could not bind", StringComparison.Ordinal))
                throw new InvalidOperationException(
                    $"The embedded PostgreSQL in '{folder.Root}' did not start. Set EmbeddedPostgres__DataPath to "
                    + $"another folder, or set ConnectionStrings__CleanFte. {started.Output} {log}");
        }
    }

    /// <summary>Stops the server and answers why it did not stop, or null.</summary>
    public async Task<string?> Stop()
    {
        if (!File.Exists(folder.PidFile))
            return null;

        var stopped = await binaries.Run(
            "pg_ctl",
            ["stop", "-D", folder.Cluster, "-m", "fast", "-w", "-t", $"{LongestWaitSeconds}"],
            CancellationToken.None);
        return stopped.Succeeded ? null : $"{stopped.Output} {await LogTail(CancellationToken.None)}";
    }

    private async Task<string> LogTail(CancellationToken ct) =>
        File.Exists(folder.Log)
            ? $"The last lines of its log:{Environment.NewLine}"
                + string.Join(
                    Environment.NewLine, (await File.ReadAllLinesAsync(folder.Log, ct)).TakeLast(LogLinesShown))
            : "It wrote no log.";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
