using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Bench.References;

/// <summary>
/// One statement that writes rows, spelt in the two ways a careful hand would: a list of values for a few rows, arrays for
/// many.
/// </summary>
/// <param name="before">Up to where the rows begin: <c>insert into t (a, b)</c>.</param>
/// <param name="first">An expression in front of each row, such as nextval, or empty.</param>
/// <param name="columns">The columns in order.</param>
/// <param name="after">What follows the rows.</param>
internal sealed class RowSql<TRow>(string before, string first, Col<TRow>[] columns, string after = "")
{
    private readonly ConcurrentDictionary<int, string> _values = new();

    private readonly string _arrays =
        $"{before} select {(first.Length > 0 ? $"{first}, k.*" : "k.*")} from unnest("
        + string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.Type}[]"))
        + $") k ({string.Join(", ", columns.Select((_, i) => $"c{i}"))}) {after}";

    public NpgsqlBatchCommand Values(params ReadOnlySpan<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(_values.GetOrAdd(rows.Length, ValuesSql));
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                command.Parameters.Add(column.One(row));
            }
        }

        return command;
    }

    public NpgsqlBatchCommand Arrays(TRow[] rows)
    {
        var command = new NpgsqlBatchCommand(_arrays);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.Many(rows));
        }

        return command;
    }

    private string ValuesSql(int rows) =>
        $"{before} values " + string.Join(", ", Enumerable.Range(0, rows).Select(row =>
            $"({(first.Length > 0 ? first + ", " : "")}"
            + string.Join(", ", columns.Select((_, i) => $"${(row * columns.Length) + i + 1}")) + ")")) + $" {after}";
}

/// <summary>A column and how a row fills it.</summary>
internal abstract class Col<TRow>(string type)
{
    public string Type => type;

    public abstract NpgsqlParameter One(TRow row);

    public abstract NpgsqlParameter Many(TRow[] rows);
}

internal sealed class Col<TRow, TValue>(string type, NpgsqlDbType db, Func<TRow, TValue> value) : Col<TRow>(type)
{
    public override NpgsqlParameter One(TRow row) => new NpgsqlParameter<TValue>
    {
        NpgsqlDbType = db,
        TypedValue = value(row),
    };

    public override NpgsqlParameter Many(TRow[] rows) => new NpgsqlParameter<TValue[]>
    {
        NpgsqlDbType = NpgsqlDbType.Array | db,
        TypedValue = Array.ConvertAll(rows, row => value(row)),
    };
}

internal static class Col
{
    public static Col<T> Text<T>(Func<T, string?> value) => new Col<T, string?>("varchar", NpgsqlDbType.Varchar, value);

    public static Col<T> Json<T>(Func<T, string> value) => new Col<T, string>("jsonb", NpgsqlDbType.Jsonb, value);

    public static Col<T> Uuid<T>(Func<T, Guid> value) => new Col<T, Guid>("uuid", NpgsqlDbType.Uuid, value);

    public static Col<T> Big<T>(Func<T, long> value) => new Col<T, long>("bigint", NpgsqlDbType.Bigint, value);

    public static Col<T> Int<T>(Func<T, int> value) => new Col<T, int>("integer", NpgsqlDbType.Integer, value);

    public static Col<T> Flag<T>(Func<T, bool> value) => new Col<T, bool>("boolean", NpgsqlDbType.Boolean, value);

    public static Col<T> Bytes<T>(Func<T, byte[]> value) => new Col<T, byte[]>("bytea", NpgsqlDbType.Bytea, value);

    public static Col<T> Time<T>(Func<T, DateTime> value) =>
        new Col<T, DateTime>("timestamptz", NpgsqlDbType.TimestampTz, value);
}
