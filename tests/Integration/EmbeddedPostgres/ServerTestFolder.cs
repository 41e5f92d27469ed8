using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Integration.EmbeddedPostgres;

/// <summary>A data folder of the test's own, and what the tests do with its servers.</summary>
internal sealed class ServerTestFolder : IAsyncDisposable
{
    private readonly List<EmbeddedPostgresServer> _servers = [];

    public ServerTestFolder()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("cleanfte-").FullName;

    public string PidFile => System.IO.Path.Combine(Path, "data", "postmaster.pid");

    public bool ServerRuns => File.Exists(PidFile);

    public async Task<EmbeddedPostgresServer> Start(string? binaries = null)
    {
        var options = new EmbeddedPostgresOptions { DataPath = Path, BinariesPath = binaries };
        var server = await EmbeddedPostgresServer.Start(options, NullLogger.Instance, CancellationToken.None);
        lock (_servers)
            _servers.Add(server);
        return server;
    }

    public static async Task<T?> Ask<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    /// <summary>The server's process: what it is called says nothing, its id tells two servers apart.</summary>
    public int ServerProcess => int.Parse(
        File.ReadLines(PidFile).First(), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        // A killed app's server, which no test took over, ends with the next who leaves.
        if (ServerRuns)
            await (await Start()).DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }
}
