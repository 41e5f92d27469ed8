using Npgsql;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>How the app, and the embedded server's own checks, reach the server.</summary>
internal sealed record ServerConnection(ServerFolder Folder, string Password)
{
    public const string Superuser = "cleanfte";
    public const string Database = "cleanfte";

    public NpgsqlConnectionStringBuilder To(string database, int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = Superuser,
        Password = Password,
        // Whoever else has taken the port must not be told the password.
        RequireAuth = "ScramSHA256",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable
    };

    /// <summary>Whether this folder's server answers at the port.</summary>
    public async Task<bool> Answers(int port, CancellationToken ct)
    {
        try
        {
            await using var connection = await Open("postgres", port, ct);
            await using var command = new NpgsqlCommand("SHOW data_directory", connection);
            return (string?)await command.ExecuteScalarAsync(ct) == Folder.Cluster;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            throw new InvalidOperationException(
                $"The embedded PostgreSQL in '{Folder.Root}' refuses the password in '{Folder.PasswordFile}'. Put the "
                + "right one back, set EmbeddedPostgres__DataPath to another folder, or set "
                + "ConnectionStrings__CleanFte.",
                refused);
        }
        catch (NpgsqlException)
        {
            // Not there, not ready yet, going down, or something else that took the port: no answer is the answer.
            return false;
        }
    }

    public async Task CreateDatabase(int port, CancellationToken ct)
    {
        await using var connection = await Open("postgres", port, ct);
        await using var exists = new NpgsqlCommand($"SELECT FROM pg_database WHERE datname = '{Database}'", connection);
        await using (var reader = await exists.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct))
                return;
        }

        await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    private async Task<NpgsqlConnection> Open(string database, int port, CancellationToken ct)
    {
        var settings = To(database, port);
        settings.Pooling = false;
        settings.Timeout = 3;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
