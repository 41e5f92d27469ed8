using System.Collections.Frozen;
using System.Globalization;

namespace CleanFte.Domain.Sentiment;

/// <summary>
/// How much each piece of <see cref="Evidence"/> speaks for anger at the service, or against it when negative. A line
/// of the file is a weight and what it is for; docs/sentiment/fit-weights.cs makes them.
/// </summary>
internal sealed class EvidenceWeights
{
    private readonly FrozenDictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _weights;

    private EvidenceWeights(Dictionary<string, double> weights) =>
        _weights = weights.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="resource">A file of this assembly.</param>
    public static EvidenceWeights Embedded(string resource)
    {
        using var file = typeof(EvidenceWeights).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    public static EvidenceWeights Read(TextReader file)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        while (file.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var weight, .. var names] && weight != "#")
            {
                foreach (var name in names)
                {
                    weights[name] = double.Parse(weight, CultureInfo.InvariantCulture);
                }
            }
        }

        return new(weights);
    }

    /// <returns>Zero for what is not in the file.</returns>
    public double Of(ReadOnlySpan<char> name) => _weights.TryGetValue(name, out var weight) ? weight : 0;
}
