using System.Globalization;
using System.Numerics;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// How much each piece of <see cref="GuardrailEvidence"/> speaks for a reason, or against it when negative. A line of a
/// reason's file is a weight and what it is for; docs/guardrails/fit-weights.cs makes them.
/// </summary>
internal sealed class GuardrailWeights
{
    public static readonly int Reasons = Enum.GetValues<GuardrailReason>().Length;

    /// <summary>Slots for each name: with few more than names a look-up meets one or two.</summary>
    private const int SlotsEach = 2;

    /// <summary>
    /// The names' hashes, each from its own slot on, 0 where there is none. A message is looked up in it hundreds of times, so
    /// that comparing names would take most of the time; in 64 bits two of them have never met.
    /// </summary>
    private readonly ulong[] _names;

    /// <summary>By slot and reason.</summary>
    private readonly double[] _weights;

    private GuardrailWeights(Dictionary<string, double[]> weights)
    {
        _names = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, weights.Count * SlotsEach))];
        _weights = new double[_names.Length * Reasons];
        foreach (var (name, all) in weights)
        {
            var hash = HashOf(name);
            var slot = SlotOf(hash);
            if (_names[slot] == hash)
            {
                throw new InvalidOperationException($"The name {name} has the hash of another. Leave it out.");
            }

            _names[slot] = hash;
            all.CopyTo(_weights, slot * Reasons);
        }
    }

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
    public ReadOnlySpan<double> Of(ReadOnlySpan<char> name)
    {
        var slot = SlotOf(HashOf(name));
        return _names[slot] == 0 ? [] : _weights.AsSpan(slot * Reasons, Reasons);
    }

    /// <summary>Where the hash is, or would be.</summary>
    private int SlotOf(ulong hash)
    {
        var slot = (int)(hash >> 32) & (_names.Length - 1);
        while (_names[slot] != 0 && _names[slot] != hash)
        {
            slot = (slot + 1) & (_names.Length - 1);
        }

        return slot;
    }

    /// <summary>FNV-1a over the letters, mixed; never 0.</summary>
    private static ulong HashOf(ReadOnlySpan<char> name)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        return (hash ^ (hash >> 29)) | 1;
    }

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
