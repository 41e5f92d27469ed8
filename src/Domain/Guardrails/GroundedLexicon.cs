using System.Collections.Frozen;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// What words are called otherwise, and which tell nothing: grounded.*.txt, in three languages at once. A line is
/// <c>common = words</c> or words that mean the same.
/// </summary>
internal static class GroundedLexicon
{
    /// <summary>Shorter words tell nothing, unless a line has them.</summary>
    private const int ShortestWord = 4;

    /// <summary>As much of a word is compared, so that its ending may differ.</summary>
    private const int Stem = 5;

    private static readonly HashSet<string> Common = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, List<string>> Meanings = new(StringComparer.Ordinal);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonBySpan = Read();

    private static readonly FrozenDictionary<string, string[]> ByStem =
        Meanings.ToFrozenDictionary(m => m.Key, m => (string[])[m.Key, .. m.Value], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Fact> Named =
        Numbered(FactKind.Weekday, 0, "sunday monday tuesday wednesday thursday friday saturday")
            .Concat(Numbered(FactKind.Weekday, 0, "sundays mondays tuesdays wednesdays thursdays fridays saturdays"))
            .Concat(Numbered(FactKind.Weekday, 0, "domingo lunes martes miercoles jueves viernes sabado"))
            .Concat(Numbered(FactKind.Weekday, 0, "dimanche lundi mardi mercredi jeudi vendredi samedi"))
            .Concat(Numbered(FactKind.Weekday, 0, "dimanches lundis mardis mercredis jeudis vendredis samedis"))
            .Concat([new("domingos", new(FactKind.Weekday, 0)), new("sabados", new(FactKind.Weekday, 6))])
            .Concat(Numbered(FactKind.Month, 1,
                "january february march april may june july august september october november december"))
            .Concat(Numbered(FactKind.Month, 1,
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"))
            .Concat(Numbered(FactKind.Month, 1,
                "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"))
            .Concat("noon midday mediodia midi".Split(' ').Select(w => new KeyValuePair<string, Fact>(w, new(FactKind.Time, 720))))
            .Concat("midnight medianoche minuit".Split(' ').Select(w => new KeyValuePair<string, Fact>(w, new(FactKind.Time, 0))))
            .DistinctBy(p => p.Key).ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns>The stem and what else it is called, or null where a word tells nothing.</returns>
    public static string[]? KeysOf(ReadOnlySpan<char> word)
    {
        if (word.IndexOfAnyInRange('0', '9') >= 0 || IsPlain(word))
        {
            return null;
        }

        var stem = StemOf(word);
        return ByStem.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stem, out var keys) ? keys
            : word.Length >= ShortestWord ? [stem.ToString()] : null;
    }

    /// <summary>Whether a word says nothing of its own: a common one, a day, a number.</summary>
    public static bool IsPlain(ReadOnlySpan<char> word) => CommonBySpan.Contains(word)
        || Named.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word) || NumberWords.Has(word.ToString());

    public static Fact? NamedBy(string word) => Named.TryGetValue(word, out var fact) ? fact : null;

    /// <summary>Articles, and words that are another word in another language.</summary>
    public static bool IsNoNumber(string word) =>
        word is "one" or "a" or "an" or "un" or "una" or "uno" or "une" or "once" or "cent" or "cents" or "two" or "dos" or "deux";

    private static ReadOnlySpan<char> StemOf(ReadOnlySpan<char> word)
    {
        var stem = word.Length > 4 ? word.TrimEnd("sx") : word;
        return stem.Length > Stem ? stem[..Stem] : stem.Length == Stem ? stem.TrimEnd("aeoiy") : stem;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Read()
    {
        foreach (var language in new[] { "en", "es", "fr" })
        {
            using var file = new StreamReader(
                typeof(GroundedLexicon).Assembly.GetManifestResourceStream($"grounded.{language}.txt")!);
            while (file.ReadLine() is { } line)
            {
                Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return Common.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static void Add(string[] parts)
    {
        if (parts is ["common", "=", .. var common])
        {
            Common.UnionWith(common);
        }
        else if (parts is [['#', ..], ..] or [])
        {
            return;
        }
        else
        {
            foreach (var word in parts)
            {
                var stem = StemOf(word).ToString();
                (Meanings.TryGetValue(stem, out var known) ? known : Meanings[stem] = []).Add($"={parts[0]}");
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, Fact>> Numbered(FactKind kind, int first, string words) =>
        words.Split(' ').Select((word, i) => new KeyValuePair<string, Fact>(word, new(kind, first + i)));
}
