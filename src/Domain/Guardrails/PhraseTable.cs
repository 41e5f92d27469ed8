using System.Security.Cryptography;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Reads the phrase tables, one file per language, in words without accents. Lines are
/// <c>@name = words</c> (a set of words, for use in phrases), <c>known = words</c> (correct words that resemble
/// others), <c>[reason]</c>, or a phrase. A phrase is cancelled by another that starts with <c>!</c>.
/// </summary>
/// <remarks>
/// In a phrase: <c>word</c>, <c>stem*</c>, <c>typo~</c> (one typing error is forgiven), <c>a|b</c>, <c>@set</c>,
/// <c>perhaps?</c>, <c>..</c> (up to two words), <c>....</c> (up to five), <c>/</c> (edge of a sentence, also among
/// alternatives).
/// </remarks>
internal sealed class PhraseTable
{
    private const int ShortGap = 2;
    private const int LongGap = 5;

    private static readonly string[] Languages = ["en", "es", "fr"];

    private readonly Dictionary<string, string[]> _sets = new(StringComparer.Ordinal);
    private readonly List<Phrase> _phrases = [];
    private string _reason = "";

    private PhraseTable()
    {
    }

    public IReadOnlyList<Phrase> Phrases => _phrases;

    /// <summary>Words that are right as they stand.</summary>
    public IReadOnlyList<string> Known => _sets.GetValueOrDefault("known") ?? [];

    /// <param name="name">guardrails or answers.</param>
    public static IReadOnlyList<PhraseTable> Embedded(string name) =>
        [.. Languages.Select(language => ReadEmbedded($"{name}.{language}.txt"))];

    /// <summary>SHA-256 over all tables, lower-case hex.</summary>
    public static string EmbeddedHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Languages.SelectMany(l => new[] { $"guardrails.{l}.txt", $"answers.{l}.txt" }))
        {
            using var file = Open(name);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <exception cref="FormatException">A line is none of the above.</exception>
    public static PhraseTable Read(TextReader file)
    {
        var table = new PhraseTable();
        while (file.ReadLine() is { } line)
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0 && parts[0][0] != '#')
            {
                table.Add(parts);
            }
        }

        return table;
    }

    private static PhraseTable ReadEmbedded(string name)
    {
        using var reader = new StreamReader(Open(name));
        return Read(reader);
    }

    private static Stream Open(string name) =>
        typeof(PhraseTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");

    private void Add(string[] parts)
    {
        if (parts is [var name, "=", .. var words])
        {
            _sets[name] = [.. _sets.GetValueOrDefault(name) ?? [], .. words.SelectMany(Terms)];
        }
        else if (parts is [['[', .. var reason, ']']])
        {
            _reason = reason;
        }
        else
        {
            var cancels = parts[0] == "!";
            PhraseStep[] steps = [.. parts.Skip(cancels ? 1 : 0).Select(Step)];
            if (steps is not [{ Optional: false, Gap: 0 }, ..] || steps.Length > Phrase.MaxSteps)
            {
                throw new FormatException($"A phrase starts with a word and is no longer: {string.Join(' ', parts)}");
            }

            _phrases.Add(new(_reason, cancels, steps));
        }
    }

    private PhraseStep Step(string part) => part switch
    {
        ".." => new([], Gap: ShortGap),
        "...." => new([], Gap: LongGap),
        [.. var terms, '?'] => new([.. Terms(terms)], Optional: true),
        _ => new([.. Terms(part)]),
    };

    private IEnumerable<string> Terms(string alternatives) =>
        alternatives.Split('|').SelectMany(term => term[0] != '@' ? [term]
            : _sets.GetValueOrDefault(term) ?? throw new FormatException($"There is no {term}."));
}
