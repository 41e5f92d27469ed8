using System.Security.Cryptography;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Reads what a citizen writes for prices, refunds, legal threats and the wish for a human. All languages are looked
/// for in every message, because people switch between them within a sentence. Phrases are the surest evidence, but
/// the words of the passage around them decide.
/// </summary>
public static class Guardrail
{
    /// <summary>What follows is not read; no channel delivers a longer message.</summary>
    public const int MaxCharacters = 65_536;

    /// <summary>The hash of all phrases and weights: what was decided by others is not repeated by these.</summary>
    public static string Version { get; } = HashOfTables();

    /// <returns>At most one finding of each reason, its first.</returns>
    public static IReadOnlyList<GuardrailFinding> Check(string text) => Check(text, GuardrailPhrases.Own);

    /// <inheritdoc cref="Check(string)"/>
    public static IReadOnlyList<GuardrailFinding> Check(string text, GuardrailPhrases table) =>
        Check(text, table, GuardrailWeights.Embedded);

    /// <summary>As other weights have it.</summary>
    internal static IReadOnlyList<GuardrailFinding> Check(string text, GuardrailWeights weights) =>
        Check(text, GuardrailPhrases.Own, weights);

    private static List<GuardrailFinding> Check(string text, GuardrailPhrases table, GuardrailWeights weights)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        var phrases = FindPhrases(read, table.Index);
        if (table != GuardrailPhrases.Own)
        {
            // No weights were fitted to a phrase that is tried out: it is taken at its word.
            var own = FindPhrases(read);
            phrases = [.. phrases.Select(phrase => own.Contains(phrase) ? phrase : phrase with { TriedOut = true })];
        }

        List<GuardrailFinding> findings = [];
        var next = 0;
        foreach (var passage in Passages.Of(read))
        {
            var first = next;
            while (next < phrases.Count && phrases[next].Start < passage.End.Value)
            {
                next++;
            }

            foreach (var finding in JudgedPassage.Of(text, passage, phrases[first..next], weights).Findings())
            {
                if (!findings.Exists(earlier => earlier.Reason == finding.Reason))
                {
                    findings.Add(finding);
                }
            }
        }

        return findings;
    }

    /// <summary>In the order in which they start.</summary>
    internal static List<FoundPhrase> FindPhrases(ReadOnlySpan<char> text) =>
        FindPhrases(text, GuardrailPhrases.Own.Index);

    private static List<FoundPhrase> FindPhrases(ReadOnlySpan<char> text, PhraseIndex<GuardrailReason> phrases)
    {
        var words = MessageWords.Read(text, phrases.Vocabulary);
        return [.. phrases.Find(words).Select(match => Cut(words, match)).OrderBy(phrase => phrase.Start)];
    }

    /// <summary>Edges of sentences that a phrase asks for are not part of the evidence.</summary>
    private static FoundPhrase Cut(List<MessageWord> words, PhraseMatch<GuardrailReason> match)
    {
        var first = words[match.First].IsEdge ? match.First + 1 : match.First;
        var last = words[match.Last].IsEdge ? match.Last - 1 : match.Last;
        return new(match.Label, words[first].Start, words[last].End);
    }

    private static string HashOfTables()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var assembly = typeof(Guardrail).Assembly;
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
