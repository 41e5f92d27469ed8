using System.Security.Cryptography;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Reads what a citizen writes for prices, refunds, legal threats and the wish for a human. All languages are looked
/// for in every message, because people switch between them within a sentence.
/// </summary>
public static class Guardrail
{
    /// <summary>What follows is not read; no channel delivers a longer message.</summary>
    public const int MaxCharacters = 65_536;

    private static readonly PhraseIndex<GuardrailReason> Phrases = new(
        [.. new[] { "en", "es", "fr" }.Select(
            language => PhraseTable<GuardrailReason>.Embedded($"guardrails.{language}.txt"))]);

    /// <summary>The hash of all phrases: what was decided by others is not repeated by these.</summary>
    public static string Version { get; } = PhraseHash();

    /// <returns>At most one finding of each reason, its first.</returns>
    public static IReadOnlyList<GuardrailFinding> Check(string text) => Check(text, Phrases);

    internal static IReadOnlyList<GuardrailFinding> Check(string text, PhraseIndex<GuardrailReason> phrases)
    {
        var words = MessageWords.Read(text.AsSpan(0, Math.Min(text.Length, MaxCharacters)), phrases.Vocabulary);
        return [.. phrases.Find(words).DistinctBy(match => match.Label)
            .Select(match => new GuardrailFinding(match.Label, Cut(text, words, match)))];
    }

    /// <summary>Edges of sentences that a phrase asks for are not part of the evidence.</summary>
    private static string Cut(string text, List<MessageWord> words, PhraseMatch<GuardrailReason> match)
    {
        var first = words[match.First].IsEdge ? match.First + 1 : match.First;
        var last = words[match.Last].IsEdge ? match.Last - 1 : match.Last;
        var start = words[first].Start;
        var length = Math.Min(words[last].End - start, GuardrailFinding.MaxEvidence);
        return text.Substring(start, char.IsHighSurrogate(text[start + length - 1]) ? length - 1 : length);
    }

    private static string PhraseHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var assembly = typeof(Guardrail).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
