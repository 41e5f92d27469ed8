using Npgsql;

namespace CleanFte.Infrastructure;

/// <summary>Statements with positional parameters, read row by row.</summary>
internal static class Sql
{
    public static NpgsqlCommand Statement(this NpgsqlDataSource database, string sql,
        params ReadOnlySpan<object?> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>The same within what the connection has begun.</summary>
    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>Runs it and reads every row.</summary>
    public static async Task<List<T>> Rows<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public static async Task<int> Run(this NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Runs it and says whether its one answer is true.</summary>
    public static async Task<bool> IsTrue(this NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return await command.ExecuteScalarAsync(ct) is true;
        }
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static T? ValueOrNull<T>(this NpgsqlDataReader reader, int column)
        where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static DateTimeOffset Time(this NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);
}
