namespace CleanFte.Domain.Guardrails;

/// <summary>How much a passage speaks for each reason, and which of its words do so most.</summary>
internal sealed class PassageScore
{
    private static readonly Concepts Concepts = Concepts.Embedded("guardrails.concepts.txt");

    private readonly GuardrailWeights _weights;
    private readonly double[] _sums = new double[GuardrailWeights.Reasons];
    private readonly double[,] _byWord = new double[GuardrailWeights.Reasons, Passages.MaxWords];

    private PassageScore(GuardrailWeights weights) => _weights = weights;

    /// <param name="passage">At most <see cref="Passages.MaxWords"/> words.</param>
    /// <param name="phrases">Reasons that phrases gave it.</param>
    /// <param name="weights">What is read in it counts by these.</param>
    public static PassageScore Of(
        ReadOnlySpan<char> passage, IEnumerable<GuardrailReason> phrases, GuardrailWeights weights)
    {
        var score = new PassageScore(weights);
        GuardrailEvidence.Find(passage, Concepts, score.Add);
        foreach (var reason in phrases)
        {
            score.Add(PhraseName(reason), 1, -1);
        }

        return score;
    }

    /// <summary>What a phrase of the reason is called among the weights.</summary>
    public static string PhraseName(GuardrailReason reason) => "@" + WireName.Of(reason);

    /// <summary>How many words it has.</summary>
    public int Words { get; private set; }

    /// <summary>Above zero it rather belongs than not.</summary>
    public double For(GuardrailReason reason) => _sums[(int)reason];

    /// <summary>The run of words whose weights add up to most; always at least one word.</summary>
    public (int First, int Last) Strongest(GuardrailReason reason, int words)
    {
        var (best, bestFirst, bestLast) = (double.NegativeInfinity, 0, 0);
        var (run, first) = (0.0, 0);
        for (var word = 0; word < words; word++)
        {
            (run, first) = run > 0 ? (run, first) : (0, word);
            run += _byWord[(int)reason, word];
            if (run > best)
            {
                (best, bestFirst, bestLast) = (run, first, word);
            }
        }

        return (bestFirst, bestLast);
    }

    private void Add(ReadOnlySpan<char> name, double amount, int word)
    {
        Words = Math.Max(Words, word + 1);
        var weights = _weights.Of(name);
        for (var reason = 0; reason < weights.Length; reason++)
        {
            _sums[reason] += weights[reason] * amount;
            if (word >= 0)
            {
                _byWord[reason, word] += weights[reason] * amount;
            }
        }
    }
}
