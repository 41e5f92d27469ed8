using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// One inline read-model table: its columns, its key, and from them the one statement that writes many rows of it.
/// </summary>
internal abstract class RowTable
{
    public abstract string Name { get; }

    public abstract Type RowType { get; }

    /// <summary>Columns in the table's order, for comparing and copying.</summary>
    public abstract string Columns { get; }

    /// <summary>The key's columns, comma separated.</summary>
    public abstract string Key { get; }

    /// <summary>Writes rows of the table, replacing rows of the same key.</summary>
    public abstract NpgsqlBatchCommand Upsert(IReadOnlyList<object> rows);

    /// <summary>Writes rows whose keys are not there, into a table of the same shape.</summary>
    public abstract NpgsqlBatchCommand Insert(string table, IReadOnlyList<object> rows);

    /// <summary>Deletes the rows that have the keys of these, from a table of the same shape.</summary>
    public abstract NpgsqlBatchCommand Delete(string table, IReadOnlyList<object> rows);

    /// <summary>The key that one batch may hold only once.</summary>
    public abstract object KeyOf(object row);

    /// <summary>Whether a row replaces the one before it.</summary>
    public abstract bool Replaces(object row, object earlier);

    /// <summary>
    /// Copies many rows into a table of the same shape. Synchronous, because an awaited call per value costs more than
    /// the copying itself.
    /// </summary>
    public abstract void Copy(NpgsqlConnection connection, string table, IReadOnlyList<object> rows);
}

/// <summary>A table whose rows are of one class.</summary>
/// <param name="name">The table.</param>
/// <param name="keyOf">The key, for rows of one batch.</param>
/// <param name="key">The key's columns, comma separated.</param>
/// <param name="columns">All columns, in the table's order.</param>
/// <param name="rank">A column that must grow for a row to be replaced, or null.</param>
/// <param name="rankOf">Its value.</param>
internal sealed class RowTable<TRow>(
    string name, Func<TRow, object> keyOf, string key, Column<TRow>[] columns, string? rank =
        null, Func<TRow, int>? rankOf = null)
    : RowTable
    where TRow : class
{
    private readonly string _upsert = UpsertSql(name, key, columns, rank);

    public override string Name => name;

    public override Type RowType => typeof(TRow);

    public override string Columns { get; } = string.Join(", ", columns.Select(c => c.Name));

    public override string Key => key;

    public override object KeyOf(object row) => keyOf((TRow)row);

    public override bool Replaces(object row, object earlier) =>
        rankOf is null || rankOf((TRow)row) > rankOf((TRow)earlier);

    public override NpgsqlBatchCommand Upsert(IReadOnlyList<object> rows) => Command(_upsert, columns, rows);

    public override NpgsqlBatchCommand Insert(string table, IReadOnlyList<object> rows) =>
        Command($"insert into {table} ({Columns}) select * from unnest({Arrays(columns)})", columns, rows);

    public override NpgsqlBatchCommand Delete(string table, IReadOnlyList<object> rows)
    {
        var keys = Array.FindAll(columns, c => key.Split(", ").Contains(c.Name));
        return Command($"delete from {table} where ({key}) in (select * from unnest({Arrays(keys)}))", keys, rows);
    }

    public override void Copy(NpgsqlConnection connection, string table, IReadOnlyList<object> rows)
    {
        using var copy = connection.BeginBinaryImport($"copy {table} ({Columns}) from stdin (format binary)");
        foreach (var row in rows)
        {
            copy.StartRow();
            foreach (var column in columns)
            {
                column.Write(copy, (TRow)row);
            }
        }

        copy.Complete();
    }

    private static NpgsqlBatchCommand Command(string sql, Column<TRow>[] columns, IReadOnlyList<object> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.Parameter(rows));
        }

        return command;
    }

    private static string Arrays(Column<TRow>[] columns) =>
        string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.PgType}[]"));

    private static string UpsertSql(string name, string key, Column<TRow>[] columns, string? rank)
    {
        var names = string.Join(", ", columns.Select(c => c.Name));
        var keys = key.Split(", ");
        var updates = string.Join(
            ", ", columns.Where(c => !keys.Contains(c.Name)).Select(c => $"{c.Name} = excluded.{c.Name}"));
        var guard = rank is null ? "" : $" where excluded.{rank} > {name}.{rank}";
        return $"insert into {name} ({names}) select * from unnest({Arrays(columns)}) "
            + $"on conflict ({key}) do update set {updates}{guard}";
    }
}

/// <summary>A column and how a row fills it.</summary>
internal abstract class Column<TRow>(string name, string pgType)
{
    public string Name => name;

    public string PgType => pgType;

    public abstract NpgsqlParameter Parameter(IReadOnlyList<object> rows);

    public abstract void Write(NpgsqlBinaryImporter copy, TRow row);
}

internal sealed class Column<TRow, TValue>(string name, string pgType, NpgsqlDbType type, Func<TRow, TValue> value)
    : Column<TRow>(name, pgType)
{
    public override NpgsqlParameter Parameter(IReadOnlyList<object> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value((TRow)rows[i]);
        }

        return new NpgsqlParameter<TValue[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
    }

    public override void Write(NpgsqlBinaryImporter copy, TRow row)
    {
        if (value(row) is { } given)
        {
            copy.Write(given, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
