using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// What a language's little words are, and which words mean the same: two lists per language, read from this assembly once.
/// All words are folded.
/// </summary>
internal sealed class Wording
{
    /// <summary>Words of the longest expression; longer ones are a mistake of the list.</summary>
    public const int MaxWords = 5;

    /// <summary>Letters from which on the beginning of a word tells which word it is.</summary>
    public const int ShortestBeginning = 3;

    private static readonly ConcurrentDictionary<string, Wording> Known = new();

    private readonly HashSet<string> _little;

    private readonly Dictionary<string, List<Meaning>> _whole = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<(string Beginning, Meaning Meaning)>> _beginnings = new(StringComparer.Ordinal);

    private Wording(string language)
    {
        _little = Lines($"little-{language}.txt").SelectMany(l => l.Split(' ')).ToHashSet(StringComparer.Ordinal);
        foreach (var line in Lines($"synonyms-{language}.txt"))
        {
            Add(line);
        }
    }

    public static Wording Of(string language) => Known.GetOrAdd(language, l => new Wording(l));

    /// <summary>Whether it asks without saying what for; a single letter does.</summary>
    public bool IsLittle(string folded) => folded.Length == 1 || _little.Contains(folded);

    /// <summary>What a word or an expression means; null when the lists do not know it.</summary>
    public Meaning? MeaningOf(string expression)
    {
        var found = new List<Meaning>(_whole.GetValueOrDefault(expression) ?? []);
        if (expression.Length >= ShortestBeginning
            && !expression.Contains(' ')
            && _beginnings.TryGetValue(expression[..ShortestBeginning], out var candidates))
        {
            found.AddRange(
                candidates.Where(c => expression.StartsWith(c.Beginning, StringComparison.Ordinal)).Select(c => c.Meaning));
        }

        return found.Count == 0
            ? null
            : new Meaning([.. found.SelectMany(m => m.Others).Distinct().Where(o => o != expression)], found.Any(m => m.IsDetail));
    }

    private void Add(string line)
    {
        var isDetail = line[0] == '~';
        var sides = line.TrimStart('~').Split('>', StringSplitOptions.TrimEntries);
        var asked = Terms(sides[0]);
        var told = sides.Length > 1 ? Terms(sides[1]) : asked;
        var meaning = new Meaning([.. told.Where(t => !t.Contains(' '))], isDetail);
        foreach (var term in asked)
        {
            if (term.EndsWith('*'))
            {
                Entry(_beginnings, term[..ShortestBeginning]).Add((term[..^1], meaning));
            }
            else
            {
                Entry(_whole, term).Add(meaning);
            }
        }
    }

    private static List<T> Entry<T>(Dictionary<string, List<T>> lists, string key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];

    private static string[] Terms(string side) =>
        side.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream($"knowledge.{name}")
            ?? throw new InvalidOperationException($"This assembly has no list {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}

/// <param name="Others">
/// What else it may be called: words, or beginnings of words with a star behind. None when it asks for nothing.
/// </param>
/// <param name="IsDetail">A price, a day, an hour: what is asked about a thing, not the thing.</param>
internal sealed record Meaning(IReadOnlyList<string> Others, bool IsDetail);
