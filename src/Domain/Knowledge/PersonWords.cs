using System.Collections.Frozen;

namespace CleanFte.Domain.Knowledge;

/// <summary>The word lists of persons.txt, in three languages at once.</summary>
internal static class PersonWords
{
    private static readonly Dictionary<string, HashSet<string>> Sections = Read();

    public static readonly FrozenSet<string> Given = Of("given");

    public static readonly FrozenSet<string> Ordinary = Of("ordinary");

    public static readonly FrozenSet<string> Titles = Of("titles");

    public static readonly FrozenSet<string> Relations = Of("relations");

    public static readonly FrozenSet<string> Naming = Of("naming");

    public static readonly FrozenSet<string> Places = Of("places");

    public static readonly FrozenSet<string> Greetings = Of("greetings");

    public static readonly FrozenSet<string> Closings = Of("closings");

    /// <summary>Of names in several parts.</summary>
    public static readonly FrozenSet<string> Particles =
        FrozenSet.Create(StringComparer.Ordinal, "de", "del", "la", "las", "los", "van", "von", "der", "den", "du", "le", "da", "di");

    /// <summary>What is said instead of an answer; folded phrases.</summary>
    public static readonly FrozenSet<string> Deferring = Of("deferring");

    private static FrozenSet<string> Of(string section) => Sections[section].ToFrozenSet(StringComparer.Ordinal);

    private static Dictionary<string, HashSet<string>> Read()
    {
        var sections = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        using var file = new StreamReader(typeof(PersonWords).Assembly.GetManifestResourceStream("persons.txt")!);
        while (file.ReadLine() is { } line)
        {
            if (line.Split(" = ") is [{ } name, { } words] && name[0] != '#')
            {
                var section = sections.TryGetValue(name, out var known) ? known : sections[name] = new(StringComparer.Ordinal);
                section.UnionWith(words.Split(name == "deferring" ? '|' : ' '));
            }
        }

        return sections;
    }
}
