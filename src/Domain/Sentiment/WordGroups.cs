using System.Collections.Frozen;

namespace CleanFte.Domain.Sentiment;

/// <summary>
/// Words that play the same part in a complaint, so that one never met in a fitted message counts like its kin:
/// counters and clerks, promises, robots, the family. A line of the file is <c>name = word stem* ...</c>.
/// </summary>
internal sealed class WordGroups
{
    private const int ShortestStem = 3;
    private const int LongestStem = 14;

    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _stems;

    private WordGroups(Dictionary<string, string> words, Dictionary<string, string> stems)
    {
        _words = words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _stems = stems.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <param name="resource">A file of this assembly.</param>
    public static WordGroups Embedded(string resource)
    {
        using var file = typeof(WordGroups).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    /// <exception cref="FormatException">A stem is too short or too long to be found.</exception>
    public static WordGroups Read(TextReader file)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var stems = new Dictionary<string, string>(StringComparer.Ordinal);
        while (file.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, "=", .. var members])
            {
                foreach (var member in members)
                {
                    var isStem = member[^1] == '*';
                    if (isStem && member.Length - 1 is < ShortestStem or > LongestStem)
                    {
                        throw new FormatException($"A stem has {ShortestStem} to {LongestStem} letters: {member}");
                    }

                    (isStem ? stems : words).TryAdd(isStem ? member[..^1] : member, $"#{name}");
                }
            }
        }

        return new(words, stems);
    }

    /// <returns>The group's name, nothing for a word in none; the longest stem wins.</returns>
    public string? Of(ReadOnlySpan<char> word)
    {
        if (_words.TryGetValue(word, out var group))
        {
            return group;
        }

        for (var length = Math.Min(word.Length, LongestStem); length >= ShortestStem; length--)
        {
            if (_stems.TryGetValue(word[..length], out group))
            {
                return group;
            }
        }

        return null;
    }
}
