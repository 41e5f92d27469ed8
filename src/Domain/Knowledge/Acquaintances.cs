using CleanFte.Domain.Guardrails;

namespace CleanFte.Domain.Knowledge;

/// <summary>Who is known in a talk, and what is the organisation's own.</summary>
/// <param name="names">Of the customer and of colleagues, as they are registered.</param>
/// <param name="own">The organisation's name, its contacts, and passages of its knowledge: what they say is no secret.</param>
/// <param name="citizen">All that the citizen wrote: his numbers and addresses stay his where a colleague repeats them.</param>
/// <param name="year">Of the talk; dates of years before it are dates of somebody's life.</param>
public sealed class Acquaintances(
    IReadOnlyList<string> names, IReadOnlyList<string> own, IReadOnlyList<string> citizen, int year)
{
    /// <summary>Characters of one text that are read.</summary>
    public const int MaxText = 10_000;

    private const int ShortestPart = 2;

    private readonly Lazy<KnownFacts> _facts = new(() => KnownFacts.Read(new AnswerGround(own, [], own, "", "")));

    private readonly Lazy<HashSet<string>> _parts = new(() =>
        [.. names.SelectMany(WordsOf).Where(w => w.Length >= ShortestPart && !PersonWords.Particles.Contains(w))]);

    private readonly Lazy<HashSet<string>> _ownWords = new(() => [.. own.SelectMany(WordsOf)]);

    private readonly Lazy<string> _ownText = new(() => string.Join('\n', own.Select(Compact)));

    private readonly Lazy<HashSet<string>> _theirNumbers = new(() =>
        [.. citizen.SelectMany(PersonalNumbers.NumbersOf)]);

    private readonly Lazy<List<string>> _theirAddresses = new(() => [.. citizen.SelectMany(PersonalNumbers.AddressesOf)]);

    internal int Year => year;

    internal KnownFacts Facts => _facts.Value;

    /// <summary>Parts of names, folded.</summary>
    internal HashSet<string> Parts => _parts.Value;

    /// <summary>Words of the organisation's own texts, folded.</summary>
    internal HashSet<string> OwnWords => _ownWords.Value;

    internal HashSet<string> TheirNumbers => _theirNumbers.Value;

    internal List<string> TheirAddresses => _theirAddresses.Value;

    /// <summary>Whether the organisation says a number or code itself, however it is grouped.</summary>
    internal bool Says(string code) => _ownText.Value.Contains(code, StringComparison.Ordinal);

    /// <summary>Letters and digits only, in small letters.</summary>
    internal static string Compact(string text) =>
        string.Concat(AnswerText.Read(text, AnswerGround.MaxKnowledge).Folded.Where(char.IsLetterOrDigit));

    private static string[] WordsOf(string text) => FoldedWords.Join(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
