using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>Set-based statements whose parameters are arrays, one element per item.</summary>
internal static class BatchStatements
{
    public static void AddIfAny<T>(this NpgsqlBatch batch, T[] items, string sql,
        Func<T[], NpgsqlParameter[]> parameters)
    {
        if (items.Length > 0)
        {
            batch.Add(sql, parameters(items));
        }
    }

    public static void Add(this NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter<TValue[]> Of<T, TValue>(T[] items, Func<T, TValue> value) =>
        new() { TypedValue = Array.ConvertAll(items, item => value(item)) };
}
