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
    public static GuardrailWeights Embedded()
    {
        Dictionary<string, double[]> weights = new(StringComparer.Ordinal);
        foreach (var reason in Enum.GetValues<GuardrailReason>())
        {
            var resource = $"guardrails.weights.{WireName.Of(reason)}.txt";
            using var file = typeof(GuardrailWeights).Assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"{resource} is not embedded.");
            using var reader = new StreamReader(file);
            Add(weights, reader, reason);
        }

        return new(weights);
    }

    /// <returns>A weight for each reason; none for what is in no file.</returns>
    public ReadOnlySpan<double> Of(ReadOnlySpan<char> name) =>
        _weights.TryGetValue(name, out var weights) ? weights : [];

    private static void Add(Dictionary<string, double[]> weights, TextReader file, GuardrailReason reason)
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
                if (!weights.TryGetValue(name, out var all))
                {
                    weights[name] = all = new double[Reasons];
                }

                all[(int)reason] = double.Parse(weight, CultureInfo.InvariantCulture);
            }
        }
    }
}
