using System.Collections.Frozen;
using System.Globalization;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// How much each piece of <see cref="GuardrailEvidence"/> speaks for a reason, or against it when negative. A line of a
/// reason's file is a weight and what it is for; docs/guardrails/fit-weights.cs makes them.
/// </summary>
internal sealed class GuardrailWeights
{
    public static readonly int Reasons = Enum.GetValues<GuardrailReason>().Length;

    private readonly FrozenDictionary<string, double[]>.AlternateLookup<ReadOnlySpan<char>> _weights;

    private GuardrailWeights(Dictionary<string, double[]> weights) =>
        _weights = weights.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Those of this assembly, <c>guardrails.weights.legal.txt</c> for one.</summary>
    public static GuardrailWeights Embedded { get; } = ReadEmbedded();

    /// <summary>Others, to be tried.</summary>
    public static GuardrailWeights Of(IReadOnlyDictionary<GuardrailReason, Dictionary<string, double>> byReason)
    {
        Dictionary<string, double[]> weights = new(StringComparer.Ordinal);
        foreach (var (reason, names) in byReason)
        {
            foreach (var (name, weight) in names)
            {
                Add(weights, name, reason, weight);
            }
        }

        return new(weights);
    }

    /// <returns>A weight for each reason; none for what is in no file.</returns>
    public ReadOnlySpan<double> Of(ReadOnlySpan<char> name) =>
        _weights.TryGetValue(name, out var weights) ? weights : [];

    private static GuardrailWeights ReadEmbedded()
    {
        Dictionary<string, double[]> weights = new(StringComparer.Ordinal);
        foreach (var reason in Enum.GetValues<GuardrailReason>())
        {
            var resource = $"guardrails.weights.{WireName.Of(reason)}.txt";
            using var file = typeof(GuardrailWeights).Assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"{resource} is not embedded.");
            using var reader = new StreamReader(file);
            Read(weights, reader, reason);
        }

        return new(weights);
    }

    private static void Read(Dictionary<string, double[]> weights, TextReader file, GuardrailReason reason)
    {
        while (file.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var weight, .. var names]
                || weight == "#")
            {
                continue;
            }

            foreach (var name in names)
            {
                Add(weights, name, reason, double.Parse(weight, CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Add(
        Dictionary<string, double[]> weights, string name, GuardrailReason reason, double weight)
    {
        if (!weights.TryGetValue(name, out var all))
        {
            weights[name] = all = new double[Reasons];
        }

        all[(int)reason] = weight;
    }
}
