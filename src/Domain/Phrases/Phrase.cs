namespace CleanFte.Domain.Phrases;

/// <summary>A line of a phrase table.</summary>
/// <param name="Label">What it is found for.</param>
/// <param name="Cancels">Where it stands, other phrases of the label do not count.</param>
/// <param name="Steps">
/// Its words in order, at most <see cref="MaxSteps"/>; the first is neither gap nor optional.
/// </param>
/// <param name="WithinClause">No word but its first may open a clause.</param>
internal sealed record Phrase<TLabel>(
    TLabel Label,
    bool Cancels,
    IReadOnlyList<PhraseStep> Steps,
    bool WithinClause = false)
    where TLabel : struct, Enum
{
    public const int MaxSteps = 16;

    /// <summary>Words between two steps.</summary>
    public const int MaxGap = 16;
}

/// <summary>A word of a phrase, or a gap.</summary>
/// <param name="Terms">Any of these; none for a gap.</param>
/// <param name="Optional">The word may be missing.</param>
/// <param name="Gap">How many words may stand here; zero for a word.</param>
internal sealed record PhraseStep(IReadOnlyList<string> Terms, bool Optional = false, int Gap = 0);

/// <summary>Where a phrase stands.</summary>
/// <param name="Label">What it is found for.</param>
/// <param name="First">Its first word in the message.</param>
/// <param name="Last">Its last word in the message.</param>
internal readonly record struct PhraseMatch<TLabel>(TLabel Label, int First, int Last)
    where TLabel : struct, Enum;
