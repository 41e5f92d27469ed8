using CleanFte.Application;

namespace CleanFte.Infrastructure.Projections;

/// <summary>The rows of one whole stream, one per key, under the same rule of replacement as a save.</summary>
internal sealed class StreamRows : IRowSink
{
    private readonly List<object>[] _rows = [.. RowTables.All.Select(_ => new List<object>())];
    private readonly Dictionary<object, int>[] _places = [.. RowTables.All.Select(_ => new Dictionary<object, int>())];

    public int Count => _rows.Sum(rows => rows.Count);

    public void Put<TRow>(TRow row)
        where TRow : class
    {
        var index = RowTables.IndexOf[typeof(TRow)];
        var table = RowTables.All[index];
        var rows = _rows[index];
        if (_places[index].TryAdd(table.KeyOf(row), rows.Count))
        {
            rows.Add(row);
        }
        else if (_places[index][table.KeyOf(row)] is var place && table.Replaces(row, rows[place]))
        {
            rows[place] = row;
        }
    }

    /// <summary>Adds the rows to those of other streams, per table, and begins anew.</summary>
    public void MoveTo(List<object>[] target)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i].Count > 0)
            {
                target[i].AddRange(_rows[i]);
                _rows[i].Clear();
                _places[i].Clear();
            }
        }
    }
}
