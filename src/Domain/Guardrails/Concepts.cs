using System.Collections.Frozen;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Words that mean much the same, in any of the languages: what is learned of "how much" in one holds for "combien" in
/// another. A line of the file is a name, <c>=</c> and words without accents; <c>stem*</c> is any word with that start.
/// </summary>
internal sealed class Concepts
{
    /// <summary>The concepts of a word are the bits of one number.</summary>
    public const int MaxConcepts = 64;

    private const int ShortestStem = 3;

    private readonly FrozenDictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenDictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> _stems;
    private readonly string[] _names;
    private readonly string[] _pairs;

    private Concepts(List<string> names, Dictionary<string, ulong> words, Dictionary<string, ulong> stems)
    {
        _names = [.. names.Select(name => "=" + name)];
        _pairs = [.. from first in names from second in names select $"{first}>{second}"];
        _words = words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _stems = stems.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _names.Length;

    /// <param name="resource">A file of this assembly.</param>
    public static Concepts Embedded(string resource)
    {
        using var file = typeof(Concepts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    /// <exception cref="FormatException">There are more than <see cref="MaxConcepts"/>.</exception>
    public static Concepts Read(TextReader file)
    {
        List<string> names = [];
        Dictionary<string, ulong> words = new(StringComparer.Ordinal);
        Dictionary<string, ulong> stems = new(StringComparer.Ordinal);
        while (file.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var name, "=", .. var terms])
            {
                continue;
            }

            if (!names.Contains(name))
            {
                names.Add(name);
            }

            foreach (var term in terms)
            {
                var (table, key) = term[^1] == '*' ? (stems, term[..^1]) : (words, term);
                table[key] = table.GetValueOrDefault(key) | (1UL << names.IndexOf(name));
            }
        }

        return names.Count <= MaxConcepts
            ? new(names, words, stems)
            : throw new FormatException($"{names.Count} concepts are more than {MaxConcepts}.");
    }

    /// <returns>A bit for each concept of the word.</returns>
    public ulong Of(ReadOnlySpan<char> word)
    {
        var concepts = _words.TryGetValue(word, out var own) ? own : 0;
        for (var length = ShortestStem; length <= word.Length; length++)
        {
            concepts |= _stems.TryGetValue(word[..length], out var stem) ? stem : 0;
        }

        return concepts;
    }

    /// <summary>What one concept is called in <see cref="GuardrailWeights"/>.</summary>
    public string Name(int concept) => _names[concept];

    /// <summary>What one concept soon after another is called there.</summary>
    public string PairName(int first, int second) => _pairs[(first * Count) + second];
}
