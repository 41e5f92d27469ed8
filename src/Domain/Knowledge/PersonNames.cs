using CleanFte.Domain.Guardrails;

namespace CleanFte.Domain.Knowledge;

/// <summary>
/// Whether a text names a person: somebody of the talk in any spelling; else a given name, or what stands behind a title, a
/// relation or "is called", where it has a capital and is not the name of a place.
/// </summary>
internal static class PersonNames
{
    private const int ShortestName = 2;

    /// <summary>Words of a name in small letters.</summary>
    private const int MaxIntroduced = 3;

    /// <param name="text">A sentence or a part of one.</param>
    /// <param name="known">Who is known.</param>
    /// <param name="strict">Whether two capitals that nobody knows are a name, too: so in what a citizen writes.</param>
    public static bool Any(string text, Acquaintances known, bool strict)
    {
        var words = Read(text);
        for (var i = 0; i < words.Count; i++)
        {
            if (IsKnown(words, i, known) || IsCued(words, i, known) || IsGiven(words, i, known, strict)
                || IsIntroduced(words, i, known, strict) || (strict && IsPair(words, i, known)))
            {
                return true;
            }
        }

        return false;
    }

    internal static List<NameWord> Read(string text)
    {
        var words = new List<NameWord>();
        var read = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        while (read.MoveNext())
        {
            var before = text.AsSpan(0, read.Start).TrimEnd(" \"'«“(-–—*_\u00A0");
            var begins = before.IsEmpty || before[^1] is '.' or '!' or '?' or ':' or ';' or '\n' or '¿' or '¡';
            var beside = words.Count > 0 && text.AsSpan(words[^1].End, read.Start - words[^1].End).Trim(" .-'’").IsEmpty;
            words.Add(new NameWord(
                read.Current.ToString(), read.Start, read.End, char.IsUpper(text[read.Start]),
                read.End - read.Start > 1 && char.IsUpper(text[read.Start + 1]), begins, beside));
        }

        return words;
    }

    private static bool IsKnown(List<NameWord> words, int i, Acquaintances known)
    {
        var word = words[i];
        if (!known.Parts.Contains(word.Folded) || IsPlace(words, i))
        {
            return false;
        }

        var isWord = PersonWords.Ordinary.Contains(word.Folded) || GroundedLexicon.IsPlain(word.Folded)
            || known.OwnWords.Contains(word.Folded);
        return !isWord || (word.IsCapital && !word.Begins)
            || (i > 0 && word.Beside && IsPartToo(words[i - 1]))
            || (i + 1 < words.Count && words[i + 1].Beside && IsPartToo(words[i + 1]));

        bool IsPartToo(NameWord other) =>
            known.Parts.Contains(other.Folded) && (word.IsCapital || other.IsCapital || !PersonWords.Ordinary.Contains(other.Folded));
    }

    /// <summary>"Mrs Quill", "my son Bram", "a man called Quill".</summary>
    private static bool IsCued(List<NameWord> words, int i, Acquaintances known)
    {
        var cue = words[i].Folded;
        if (!(words[i].IsCapital && cue is "m" or "d") && !PersonWords.Titles.Contains(cue)
            && !PersonWords.Relations.Contains(cue) && !PersonWords.Naming.Contains(cue))
        {
            return false;
        }

        var next = i + 1;
        return next < words.Count && words[next] is { IsCapital: true, Begins: false } name
            && name.Folded.Length >= ShortestName && !PersonWords.Places.Contains(name.Folded) && !IsPlain(name, known);
    }

    /// <summary>"This is Zora", and in a citizen's words "soy zora quill," in small letters too.</summary>
    private static bool IsIntroduced(List<NameWord> words, int i, Acquaintances known, bool strict)
    {
        var next = i + 1;
        var pair = next < words.Count ? $"{words[i].Folded} {words[next].Folded}" : "";
        var start = words[i].Folded is "soy" or "im" ? next
            : pair is "this is" or "i am" or "i m" or "je suis" or "c est" ? next + 1
            : words.Count;
        if (start >= words.Count)
        {
            return false;
        }

        if (words[start] is { IsCapital: true, Beside: true } && !IsPlain(words[start], known) && !IsPlace(words, start))
        {
            return true;
        }

        var end = start;
        while (end < words.Count && end < start + MaxIntroduced && words[end].Beside)
        {
            end++;
        }

        return strict && end > start && (end == words.Count || !words[end].Beside);
    }

    private static bool IsGiven(List<NameWord> words, int i, Acquaintances known, bool strict)
    {
        var word = words[i];
        return (word.IsCapital || (strict && !PersonWords.Ordinary.Contains(word.Folded)))
            && PersonWords.Given.Contains(word.Folded) && !IsPlace(words, i)
            && !known.OwnWords.Contains(word.Folded)
            && (!PersonWords.Ordinary.Contains(word.Folded)
                || (i + 1 < words.Count && words[i + 1] is { IsCapital: true, Beside: true } next && !IsPlain(next, known)));
    }

    /// <summary>"Zora Quillfeather": two capitals inside a sentence, neither of them a word of ours or of everybody.</summary>
    private static bool IsPair(List<NameWord> words, int i, Acquaintances known)
    {
        var next = i + 1;
        while (next < words.Count && words[next].Beside && PersonWords.Particles.Contains(words[next].Folded) && next <= i + 2)
        {
            next++;
        }

        return next < words.Count && IsStrange(words[i]) && IsStrange(words[next]) && words[next].Beside
            && !words[i].Begins && !IsPlace(words, i) && !IsPlace(words, next);

        bool IsStrange(NameWord word) => word is { IsCapital: true, IsAllCapitals: false } && word.Folded.Length > ShortestName
            && !IsPlain(word, known);
    }

    private static bool IsPlain(NameWord word, Acquaintances known) =>
        known.OwnWords.Contains(word.Folded) || GroundedLexicon.IsPlain(word.Folded);

    /// <summary>Whether "street", "school" or "saint" stands beside it, with nothing but little words between.</summary>
    private static bool IsPlace(List<NameWord> words, int i)
    {
        var before = i - 1;
        while (before >= 0 && words[before + 1].Beside && (PersonWords.Particles.Contains(words[before].Folded)
            || (words[before].IsCapital && before >= i - 2 && PersonWords.Given.Contains(words[before].Folded))))
        {
            before--;
        }

        var after = i + 1;
        while (after < words.Count && after <= i + 2 && words[after] is { IsCapital: true, Beside: true } next
            && !PersonWords.Places.Contains(next.Folded))
        {
            after++;
        }

        return (before >= 0 && words[before + 1].Beside && PersonWords.Places.Contains(words[before].Folded))
            || (after < words.Count && words[after] is { IsCapital: true, Beside: true } kind
                && PersonWords.Places.Contains(kind.Folded));
    }
}

/// <param name="Begins">Whether a sentence begins with it.</param>
/// <param name="Beside">Whether nothing but a space, a hyphen or an apostrophe stands before it.</param>
internal readonly record struct NameWord(
    string Folded, int Start, int End, bool IsCapital, bool IsAllCapitals, bool Begins, bool Beside);
