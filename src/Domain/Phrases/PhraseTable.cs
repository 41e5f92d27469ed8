namespace CleanFte.Domain.Phrases;

/// <summary>
/// Reads the phrase tables, one file per language, in words without accents. Lines are
/// <c>@name = words</c> (a set of words, for use in phrases), <c>known = words</c> (correct words that resemble
/// others), <c>[label]</c>, or a phrase. A phrase is cancelled by another that starts with <c>!</c>, or with <c>!,</c>
/// when it ends at the next comma: "no, give me" refuses nothing.
/// </summary>
/// <remarks>
/// In a phrase: <c>word</c>, <c>stem*</c>, <c>typo~</c> (one typing error is forgiven), <c>#</c> (a number),
/// <c>a|b</c>, <c>@set</c>, <c>perhaps?</c>, <c>..</c> (up to two words), <c>....</c> (up to five), several of them
/// for more, <c>/</c> (edge of a sentence, also among alternatives).
/// </remarks>
internal sealed class PhraseTable<TLabel>
    where TLabel : struct, Enum
{
    private const int ShortGap = 2;
    private const int LongGap = 5;

    private readonly Dictionary<string, string[]> _sets = new(StringComparer.Ordinal);
    private readonly List<Phrase<TLabel>> _phrases = [];
    private TLabel _label;

    private PhraseTable()
    {
    }

    public IReadOnlyList<Phrase<TLabel>> Phrases => _phrases;

    /// <summary>Words that are right as they stand.</summary>
    public IReadOnlyList<string> Known => _sets.GetValueOrDefault("known") ?? [];

    /// <param name="resource">A file of this assembly.</param>
    public static PhraseTable<TLabel> Embedded(string resource)
    {
        using var file = typeof(PhraseTable<>).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    /// <exception cref="FormatException">A line is none of the above.</exception>
    public static PhraseTable<TLabel> Read(TextReader file)
    {
        var table = new PhraseTable<TLabel>();
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

    private void Add(string[] parts)
    {
        if (parts is [var name, "=", .. var words])
        {
            _sets[name] = [.. _sets.GetValueOrDefault(name) ?? [], .. words.SelectMany(Terms)];
        }
        else if (parts is [['[', .. var label, ']']])
        {
            _label = WireName.Parse<TLabel>(label);
        }
        else
        {
            var cancels = parts[0] is "!" or "!,";
            var steps = WithGapsJoined(parts.Skip(cancels ? 1 : 0).Select(Step));
            if (steps is not [{ Optional: false, Gap: 0 }, ..]
                || steps.Count > Phrase<TLabel>.MaxSteps
                || steps.Any(s => s.Gap > Phrase<TLabel>.MaxGap))
            {
                throw new FormatException($"A phrase starts with a word and is no longer: {string.Join(' ', parts)}");
            }

            _phrases.Add(new(_label, cancels, steps, WithinClause: parts[0] == "!,"));
        }
    }

    /// <summary>Gaps in a row are one longer gap, which is tried word by word and not in every combination.</summary>
    private static List<PhraseStep> WithGapsJoined(IEnumerable<PhraseStep> steps)
    {
        List<PhraseStep> joined = [];
        foreach (var step in steps)
        {
            if (step.Gap > 0 && joined is [.., { Gap: > 0 } before])
            {
                joined[^1] = before with { Gap = before.Gap + step.Gap };
            }
            else
            {
                joined.Add(step);
            }
        }

        return joined;
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
