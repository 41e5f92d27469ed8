using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL of the app's own, for when no connection string is configured. Apps on one data folder share one
/// server; the last to leave stops it.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    private readonly FolderUsers _users;
    private readonly PostgresCluster _cluster;
    private readonly ILogger _logger;
    private FileStream? _user;

    private EmbeddedPostgresServer(
        FolderUsers users,
        FileStream user,
        PostgresCluster cluster,
        string folder,
        string connectionString,
        ILogger logger)
    {
        _users = users;
        _user = user;
        _cluster = cluster;
        _logger = logger;
        Folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>Leads to the database <c>cleanfte</c>, which exists.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the data is: the data path, or what stands in for it.</summary>
    public string Folder { get; }

    public static async Task<EmbeddedPostgresServer> Start(
        EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        var (folder, account) = await ServerFolder.Open(options.DataPath, logger, ct);
        var binaries = await PostgresBinaries.Locate(options.BinariesPath, account, ct);
        var users = new FolderUsers(folder);
        await using var gate = await users.EnterGate(ct);
        var password = await new ClusterCreation(folder, binaries, logger).Ensure(ct);
        var connection = new ServerConnection(folder, password);
        var cluster = new PostgresCluster(folder, binaries, connection);

        var running = await cluster.FindRunning(ct);
        if (running is null)
            NobodyElsewhere(folder, users.Hosts());
        var port = running ?? await cluster.Start(ct);
        var server = new EmbeddedPostgresServer(
            users,
            users.Join(),
            cluster,
            folder.Root,
            connection.To(ServerConnection.Database, port).ConnectionString,
            logger);
        try
        {
            await connection.CreateDatabase(port, ct);
        }
        catch
        {
            await server.Leave();
            throw;
        }

        logger.LogInformation(
            "PostgreSQL {Version} {Found} on 127.0.0.1:{Port}, data in {Folder}",
            binaries.MajorVersion, running is null ? "started" : "found running", port, folder.Root);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_user is null)
            return;

        await using var gate = await _users.EnterGate(CancellationToken.None);
        await Leave();
    }

    /// <summary>Call inside the gate. Once the process ends its lock is gone in any case.</summary>
    private async Task Leave()
    {
        if (Interlocked.Exchange(ref _user, null) is not { } user)
            return;

        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        FolderUsers.Leave(user);
        if (_users.Hosts().Count > 0)
            return;
        if (await _cluster.Stop() is { } reason)
            _logger.LogError("The embedded PostgreSQL in {Folder} did not stop: {Reason}", Folder, reason);
        else
            _logger.LogInformation("The embedded PostgreSQL in {Folder} has stopped", Folder);
    }

    /// <summary>Two servers on one folder destroy it, and the one on another host cannot be seen from here.</summary>
    private static void NobodyElsewhere(ServerFolder folder, IReadOnlyList<string> hosts)
    {
        if (hosts.FirstOrDefault(host => host != Environment.MachineName) is { } other)
            throw new InvalidOperationException(
                $"The folder '{folder.Root}' is in use by an app on '{other}', whose PostgreSQL cannot be reached from "
                + "here. Set EmbeddedPostgres__DataPath to another folder, or set ConnectionStrings__CleanFte.");
    }
}
