using NpgsqlTypes;

namespace CleanFte.Infrastructure.Projections;

/// <summary>Columns of the read models by their kind.</summary>
internal static class RowColumns
{
    public static Column<T, string?> Text<T>(string name, Func<T, string?> value) =>
        new(name, "varchar", NpgsqlDbType.Varchar, value);

    public static Column<T, string?> Json<T>(string name, Func<T, string?> value) =>
        new(name, "jsonb", NpgsqlDbType.Jsonb, value);

    public static Column<T, Guid> Uuid<T>(string name, Func<T, Guid> value) =>
        new(name, "uuid", NpgsqlDbType.Uuid, value);

    public static Column<T, Guid?> Uuid<T>(string name, Func<T, Guid?> value) =>
        new(name, "uuid", NpgsqlDbType.Uuid, value);

    public static Column<T, DateTimeOffset> Time<T>(string name, Func<T, DateTimeOffset> value) =>
        new(name, "timestamptz", NpgsqlDbType.TimestampTz, value);

    public static Column<T, DateTimeOffset?> Time<T>(string name, Func<T, DateTimeOffset?> value) =>
        new(name, "timestamptz", NpgsqlDbType.TimestampTz, value);

    public static Column<T, bool> Flag<T>(string name, Func<T, bool> value) =>
        new(name, "boolean", NpgsqlDbType.Boolean, value);

    public static Column<T, int> Int<T>(string name, Func<T, int> value) =>
        new(name, "integer", NpgsqlDbType.Integer, value);

    public static Column<T, int?> Int<T>(string name, Func<T, int?> value) =>
        new(name, "integer", NpgsqlDbType.Integer, value);

    public static Column<T, long> Big<T>(string name, Func<T, long> value) =>
        new(name, "bigint", NpgsqlDbType.Bigint, value);

    public static Column<T, long?> Big<T>(string name, Func<T, long?> value) =>
        new(name, "bigint", NpgsqlDbType.Bigint, value);

    public static Column<T, double?> Double<T>(string name, Func<T, double?> value) =>
        new(name, "double precision", NpgsqlDbType.Double, value);
}
