using System.Security.Cryptography;
using System.Text;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Guardrails;

/// <summary>The phrases of all languages that messages are read for: this program's own, or others to try out.</summary>
public sealed class GuardrailPhrases
{
    /// <summary>Characters of a file of phrases; ours have 60,000.</summary>
    public const int MaxFile = 1_000_000;

    /// <summary>Each has a file of its own.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "es", "fr"];

    /// <summary>Those of this program.</summary>
    public static GuardrailPhrases Own { get; } = new(Languages.Select(Embedded), Guardrail.Version);

    private GuardrailPhrases(IEnumerable<PhraseTable<GuardrailReason>> tables, string version) =>
        (Index, Version) = (new PhraseIndex<GuardrailReason>([.. tables]), version);

    /// <summary>What a run that was decided by them is recorded with.</summary>
    public string Version { get; }

    internal PhraseIndex<GuardrailReason> Index { get; }

    /// <summary>Our own with those of one language replaced; the weights stay.</summary>
    /// <exception cref="FormatException">A line cannot be read, or the file is too long.</exception>
    public static GuardrailPhrases With(string language, string file)
    {
        if (file.Length > MaxFile)
        {
            throw new FormatException($"The file has more than {MaxFile} characters.");
        }

        using var reader = new StringReader(file);
        var other = PhraseTable<GuardrailReason>.Read(reader);
        var version = SHA256.HashData(Encoding.UTF8.GetBytes($"{Guardrail.Version}\n{language}\n{file}"));
        return new GuardrailPhrases(
            Languages.Select(l => l == language ? other : Embedded(l)), Convert.ToHexStringLower(version));
    }

    private static PhraseTable<GuardrailReason> Embedded(string language) =>
        PhraseTable<GuardrailReason>.Embedded($"guardrails.{language}.txt");
}
