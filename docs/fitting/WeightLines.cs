using System.Globalization;

namespace CleanFte.Fitting;

/// <summary>How a file of weights is written: each line a weight, and what has it; the greatest first.</summary>
public static class WeightLines
{
    private const int LongestLine = 118;
    private const double Precision = 20;

    /// <param name="weights">By name.</param>
    /// <param name="about">The comment that the file begins with.</param>
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, double> weights, IEnumerable<string> about)
    {
        foreach (var line in about)
        {
            yield return line;
        }

        foreach (var group in weights.GroupBy(weight => Math.Round(weight.Value * Precision) / Precision)
            .OrderByDescending(group => group.Key))
        {
            var start = group.Key.ToString("+0.00;-0.00", CultureInfo.InvariantCulture);
            var line = start;
            foreach (var (name, _) in group.OrderBy(weight => weight.Key, StringComparer.Ordinal))
            {
                if (line.Length + 1 + name.Length > LongestLine)
                {
                    yield return line;
                    line = start;
                }

                line += " " + name;
            }

            yield return line;
        }
    }
}
