using System.Collections.Frozen;

namespace CleanFte.Domain.Conversations;

/// <summary>
/// Finds what somebody says he is called. A name asks for nothing: looked for in an article, it finds a word that
/// resembles it.
/// </summary>
public static class SelfIntroduction
{
    /// <summary>Enough to tell; nobody introduces himself below.</summary>
    public const int MaxCharacters = 4_000;

    /// <summary>Words of a name, those between its parts left out.</summary>
    private const int MaxName = 3;

    /// <summary>Words that say where he comes from.</summary>
    private const int MaxOrigin = 4;

    /// <summary>Folded. What follows these is a name, however it is written.</summary>
    private static readonly string[][] Plain = Phrases(
        "my name is", "my name s", "my names", "me llamo", "mi nombre es", "je m appelle", "mon nom est",
        "mon prenom est");

    /// <summary>Folded. What follows these is a name where it has a capital and the clause ends with it.</summary>
    private static readonly string[][] Likely = Phrases(
        "i am", "i m", "im", "this is", "soy", "les escribe", "le escribe", "les habla", "le habla", "je suis",
        "moi c est");

    private static readonly FrozenSet<string> Particles = Words("""
        de del la las los y van von der den di da du le d al el bin mac st
        """);

    /// <summary>What a new clause begins with, where no comma tells.</summary>
    private static readonly FrozenSet<string> Clauses = Words("""
        and i im but can could do how what when where is y e pero vivo tengo quiero quisiera queria necesito llamo
        puedo como cuando donde que et je j mais est puis comment quand
        """);

    /// <summary>How one says where one comes from: "Daniel from accounts".</summary>
    private static readonly FrozenSet<string> Origins = Words("""
        from of at in here de del desde en aqui du des chez au ici
        """);

    /// <summary>What is said about a name: "my name is wrong on the bill" asks for something.</summary>
    private static readonly FrozenSet<string> NoNames = Words("""
        not no wrong wrongly misspelt misspelled spelt spelled incorrect missing different still on in mal mala
        incorrecto erroneo no nunca pas mal faux errone toujours sur
        """);

    /// <summary>The text without what he is called; the same text where he says nothing of the kind.</summary>
    public static string Without(string text)
    {
        var words = Read(text);
        var kept = new System.Text.StringBuilder();
        var copied = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (EndOf(text, words, i) is not { } end)
            {
                continue;
            }

            kept.Append(text, copied, words[i].Start - copied).Append(' ');
            copied = words[end - 1].End;
            i = end - 1;
        }

        return copied == 0 ? text : kept.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The word behind an introduction that begins at a word, or null.</summary>
    private static int? EndOf(string text, List<Spoken> words, int start)
    {
        if (LengthOf(Plain, words, start) is { } plain)
        {
            var capital = NameFrom(text, words, start + plain);
            var end = capital > start + plain ? capital : SmallNameFrom(text, words, start + plain);
            return end is { } known ? WithOrigin(text, words, known) : null;
        }

        if (LengthOf(Likely, words, start) is { } likely
            && NameFrom(text, words, start + likely) is var name && name > start + likely)
        {
            var end = WithOrigin(text, words, name);
            return end > name || (EndsClause(text, words, name) && !IsCommaBehind(text, words, name)) ? end : null;
        }

        return null;
    }

    /// <summary>Behind the capitalised words that follow one another.</summary>
    private static int NameFrom(string text, List<Spoken> words, int start)
    {
        var (end, parts) = (start, 0);
        for (var i = start; i < words.Count && parts < MaxName && IsBeside(text, words, i); i++)
        {
            if (IsName(text, words[i]))
            {
                (end, parts) = (i + 1, parts + 1);
            }
            else if (parts == 0 || !Particles.Contains(words[i].Folded))
            {
                break;
            }
        }

        return end;
    }

    /// <summary>Behind a name in small letters, which ends with its clause.</summary>
    private static int? SmallNameFrom(string text, List<Spoken> words, int start)
    {
        for (var end = start; end < words.Count && end < start + MaxName && IsBeside(text, words, end);)
        {
            if (NoNames.Contains(words[end].Folded))
            {
                return null;
            }

            if (EndsClause(text, words, ++end))
            {
                return end;
            }
        }

        return null;
    }

    private static int WithOrigin(string text, List<Spoken> words, int end)
    {
        if (end < words.Count && Origins.Contains(words[end].Folded) && IsBeside(text, words, end))
        {
            for (var i = end + 1; i <= words.Count && i <= end + MaxOrigin; i++)
            {
                if (EndsClause(text, words, i))
                {
                    return i;
                }
            }
        }

        return end;
    }

    private static bool EndsClause(string text, List<Spoken> words, int end) =>
        end >= words.Count || Clauses.Contains(words[end].Folded) || !IsBeside(text, words, end);

    private static bool IsCommaBehind(string text, List<Spoken> words, int end) =>
        end < words.Count && Between(text, words, end).Contains(',');

    private static ReadOnlySpan<char> Between(string text, List<Spoken> words, int word) =>
        text.AsSpan(words[word - 1].End, words[word].Start - words[word - 1].End);

    /// <summary>Whether nothing but a space, a hyphen or an apostrophe stands before a word.</summary>
    private static bool IsBeside(string text, List<Spoken> words, int word) =>
        word == 0 || Between(text, words, word).IndexOfAnyExcept(" -'’") < 0;

    private static bool IsName(string text, Spoken word) =>
        char.IsUpper(text[word.Start])
        && !text.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('0', '9')
        && (word.End - word.Start == 1 || char.IsLower(text[word.Start + 1]));

    private static int? LengthOf(string[][] phrases, List<Spoken> words, int start) =>
        Array.Find(
            phrases,
            p => start + p.Length <= words.Count && !p.Where((w, i) => words[start + i].Folded != w).Any())?.Length;

    private static List<Spoken> Read(string text)
    {
        var spoken = new List<Spoken>();
        var read = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        var words = new FoldedWords(read, stackalloc char[FoldedWords.MaxWord]);
        while (words.MoveNext())
        {
            spoken.Add(new Spoken(words.Current.ToString(), words.Start, words.End));
        }

        return spoken;
    }

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(p => p.Split(' '))];

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private readonly record struct Spoken(string Folded, int Start, int End);
}
