using CleanFte.Application;

namespace CleanFte.Infrastructure.Projections;

/// <summary>Rows of all inline read models, one per key.</summary>
internal sealed class RowBatch : IRowSink
{
    private readonly List<object>?[] _rows = new List<object>?[RowTables.All.Count];

    public void Put<TRow>(TRow row)
        where TRow : class
    {
        var index = RowTables.IndexOf[typeof(TRow)];
        var rows = _rows[index] ??= [];
        var table = RowTables.All[index];

        // A unit of work has a handful of rows per table; a scan is cheaper than a dictionary each.
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (table.KeyOf(rows[i]).Equals(table.KeyOf(row)))
            {
                rows[i] = table.Replaces(row, rows[i]) ? row : rows[i];
                return;
            }
        }

        rows.Add(row);
    }

    public IReadOnlyList<object>? Of(int table) => _rows[table];
}
