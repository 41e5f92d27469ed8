using CleanFte.Infrastructure;
using CleanFte.Infrastructure.EmbeddedPostgres;
using CleanFte.Infrastructure.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Integration.Faults;

/// <summary>
/// One PostgreSQL for the tests that break things; each gets a database of its own. The collection runs one test after the
/// other, because all of them want the whole machine.
/// </summary>
public sealed class FaultServer : IAsyncLifetime
{
    private const string Template = "fault_template";

    private readonly string _folder = Directory.CreateTempSubdirectory("cleanfte-faults-").FullName;

    private EmbeddedPostgresServer? _server;

    private int _databases;

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        }

        _server = await EmbeddedPostgresServer.Start(
            new EmbeddedPostgresOptions { DataPath = _folder }, NullLogger.Instance, CancellationToken.None);
        await Execute($"create database {Template}");
        await using var template = Database.Open(ConnectionTo(Template, pooling: false));
        await Migrations.Apply(template, CancellationToken.None);
    }

    /// <summary>The connection string of a new database with the current schema.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"faults_{++_databases}";
        await Execute($"create database {name} template {Template}");
        return ConnectionTo(name, pooling: true);
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionTo(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = database, Pooling = pooling }.ConnectionString;

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class FaultTests : ICollectionFixture<FaultServer>
{
    public const string Name = "faults";
}
