using CleanFte.Infrastructure.EmbeddedPostgres;
using CleanFte.StandIns;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Bench;

/// <summary>What product and references share: one PostgreSQL, one provider stand-in, one folder for everything.</summary>
internal sealed class Laboratory : IAsyncDisposable
{
    private readonly EmbeddedPostgresServer _server;

    private int _databases;

    private Laboratory(string folder, EmbeddedPostgresServer server, TwilioStandIn twilio)
    {
        (Folder, _server, Twilio) = (folder, server, twilio);
        ServerProcess = int.Parse(
            File.ReadLines(Path.Combine(server.Folder, "data", "postmaster.pid")).First(),
            System.Globalization.CultureInfo.InvariantCulture);
    }

    public string Folder { get; }

    public TwilioStandIn Twilio { get; }

    public int ServerProcess { get; }

    public static async Task<Laboratory> Open(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("cleanfte-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The server may run under an account of its own, which must be able to enter.
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }

        var options = new EmbeddedPostgresOptions { DataPath = Path.Combine(folder, "postgres") };
        var server = await EmbeddedPostgresServer.Start(options, NullLogger.Instance, ct);
        return new Laboratory(folder, server, await TwilioStandIn.Start(lean: true));
    }

    /// <summary>An empty database; what is still in the one before costs nobody anything any more.</summary>
    public async Task<string> NewDatabase(CancellationToken ct)
    {
        var name = $"bench_{++_databases}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(ct);
        foreach (var sql in new[] { "checkpoint", $"create database {name}" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }

        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Frees the disk and stops autovacuum from working on what nobody measures any more.</summary>
    public async Task Drop(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists {name} with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Twilio.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
