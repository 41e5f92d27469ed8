using System.Globalization;

namespace CleanFte.Bench;

/// <summary>Several measurements of one thing.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    public int Count => _values.Count;

    public double this[Index i] => _values[i];

    public double Median => _values.Order().ElementAt((_values.Count - 1) / 2);

    public string[] Cells(string format) =>
        [.. new[] { _values.Min(), Median, _values.Max() }.Select(v => v.ToString(format, CultureInfo.InvariantCulture))];

    /// <summary>Ratios pair by pair: what disturbed one pair disturbs one ratio.</summary>
    public Spread Over(Spread other)
    {
        var ratios = new Spread();
        for (var i = 0; i < Math.Min(Count, other.Count); i++)
        {
            ratios.Add(_values[i] / other[i]);
        }

        return ratios;
    }
}
