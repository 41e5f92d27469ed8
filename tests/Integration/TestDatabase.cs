using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Schema;
using Npgsql;

namespace CleanFte.Integration;

/// <summary>A database of its own for one test class, with the schema in it; gone afterwards.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private readonly string _name = $"test_{Guid.NewGuid():N}";

    /// <summary>As the product opens it.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    public string ConnectionString { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        var server = await TestServer.ConnectionString();
        await Execute(server, $"create database {_name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name }.ConnectionString;
        Database = Infrastructure.Database.Open(ConnectionString);
        await Migrations.Apply(Database, CancellationToken.None);
    }

    public virtual async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await Execute(await TestServer.ConnectionString(), $"drop database {_name} with (force)");
    }

    public async Task<int> Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Rows as text, one line each, values separated by bars.</summary>
    public async Task<List<string>> Lines(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader[i], null))));
        }

        return lines;
    }

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>For classes that take the database as their fixture.</summary>
public sealed class FreshDatabase : TestDatabase;
