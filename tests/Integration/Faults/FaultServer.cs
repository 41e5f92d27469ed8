using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Schema;
using Npgsql;

namespace CleanFte.Integration.Faults;

/// <summary>
/// Databases for the tests that break things. The collection runs one test after the other, because all of them want the
/// whole machine.
/// </summary>
public sealed class FaultServer : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    private int _databases;

    private string Template => $"faults_{_run}";

    public async Task InitializeAsync()
    {
        await Execute($"create database {Template}");
        await using var template = Database.Open(await ConnectionTo(Template, pooling: false));
        await Migrations.Apply(template, CancellationToken.None);
    }

    /// <summary>The connection string of a new database with the current schema.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"{Template}_{++_databases}";
        await Execute($"create database {name} template {Template}");
        return await ConnectionTo(name, pooling: true);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<string> ConnectionTo(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(await TestServer.ConnectionString()) { Database = database, Pooling = pooling }
            .ConnectionString;

    private static async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(await ConnectionTo("postgres", pooling: false));
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
