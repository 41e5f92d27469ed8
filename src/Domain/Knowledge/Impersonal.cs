using System.Text.RegularExpressions;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Knowledge;

/// <summary>
/// What remains of somebody's words once nothing in it is about a person: whole sentences, of a question also parts of
/// one. Nothing is masked or replaced. What is left is looked at once more as a whole, and given up where it still names
/// somebody.
/// </summary>
internal static partial class Impersonal
{
    /// <summary>Words of a sign-off, names included.</summary>
    private const int MaxSignature = 12;

    /// <summary>Words of a line that is nothing but a name.</summary>
    private const int MaxName = 4;

    /// <summary>Names behind a greeting.</summary>
    private const int MaxGreeted = 4;

    /// <summary>A sentence that asks alone has so many telling words; one with fewer needs the sentence before it.</summary>
    private const int TellingWords = 2;

    /// <summary>Stands for the question mark of a link, which ends no sentence.</summary>
    private const char LinkMark = '\uE03F';

    /// <summary>Stands for the full stop of "A. Quill", which ends no sentence.</summary>
    private const char InitialMark = '\uE02E';

    private static readonly char[] Clauses = [',', ';', ':', '(', ')', '–', '—', '\n'];

    private static readonly PhraseIndex<Saying> Sayings = new(
        [.. new[] { "en", "es", "fr" }.Select(language => PhraseTable<Saying>.Embedded($"sayings.{language}.txt"))]);

    /// <summary>What is asked, or null where nothing is or where it cannot be told without naming somebody.</summary>
    public static string? Question(string text, Acquaintances known)
    {
        var kept = new List<string>();
        var before = "";
        foreach (var sentence in SentencesOf(SelfIntroduction.Without(Plain(text)), known))
        {
            var clean = IsPersonal(sentence, known, true) ? CleanPart(sentence, known) : sentence;
            if (clean is not null && Asks(clean))
            {
                var isWhole = GroundedSentence.Read(clean).Words.Count >= TellingWords;
                kept.Add(isWhole || before.Length == 0 ? clean : $"{before} {clean}");
            }

            before = clean is null || CourtesyGuess.Of(clean) != Courtesy.None ? "" : clean;
        }

        return Joined(kept, known, true);
    }

    /// <summary>Whether a sentence asks something, and not for a person.</summary>
    public static bool Asks(string sentence) =>
        QuestionGuess.IsQuestion(sentence) && CourtesyGuess.Of(sentence) == Courtesy.None
        && !Guardrail.Check(sentence).Any(f => f.Reason == GuardrailReason.HumanRequest);

    /// <summary>What is answered, or null.</summary>
    public static string? Answer(string text, Acquaintances known) => Joined(
        [.. SentencesOf(Plain(text), known).Where(s => Tells(s) && !IsPersonal(s, known, false))], known, false);

    private static string? Joined(List<string> sentences, Acquaintances known, bool citizen)
    {
        var text = string.Join(' ', sentences);
        return text.Length == 0 || IsPersonal(text, known, citizen) ? null : Begun(text);
    }

    /// <summary>What stood behind a greeting begins a sentence now.</summary>
    private static string Begun(string text)
    {
        var said = text.TrimStart(' ', ',', ';', ':', '.', '!', '-', '–', '—', '\u00A0');
        var first = said.Length - said.AsSpan().TrimStart("¿¡\"'«“").Length;
        return first == said.Length ? said : $"{said[..first]}{char.ToUpperInvariant(said[first])}{said[(first + 1)..]}";
    }

    private static bool IsPersonal(string text, Acquaintances known, bool citizen) =>
        PersonNames.Any(text, known, citizen) || PersonalNumbers.Any(text, known, citizen);

    /// <summary>Whether it says something that holds for others, too.</summary>
    private static bool Tells(string sentence)
    {
        var folded = FoldedWords.Join(sentence);
        return !sentence.AsSpan().TrimEnd("\"'»”) \u00A0").EndsWith('?')
            && CourtesyGuess.Of(sentence) == Courtesy.None
            && !PersonWords.Deferring.Any(phrase => folded.Contains(phrase, StringComparison.Ordinal))
            && !Sayings.Find(MessageWords.Read(sentence, Sayings.Vocabulary)).Any(s => s.Label is Saying.Act or Saying.Missing);
    }

    /// <summary>Of a sentence that names somebody the part that asks, if that names nobody.</summary>
    private static string? CleanPart(string sentence, Acquaintances known)
    {
        var parts = sentence.Replace("¿", ",¿", StringComparison.Ordinal)
            .Split(Clauses, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => !IsPersonal(part, known, true));
        var text = string.Join(", ", parts);
        text += sentence.EndsWith('?') && !text.EndsWith('?') ? "?" : "";
        return Asks(text) && !IsPersonal(text, known, true) ? text : null;
    }

    /// <summary>Without what nobody sees, in plain digits.</summary>
    private static string Plain(string text)
    {
        var cut = text[..AnswerText.WholeCharacters(text, Acquaintances.MaxText)];
        var plain = string.Concat(Invisible.Strip(cut).Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));
        plain = plain.Replace("D.ª", "Dña", StringComparison.Ordinal);
        return Abbreviated().Replace(plain, match => match.Value.Replace(".", "", StringComparison.Ordinal));
    }

    /// <summary>The full stop of "Mr. Quill" ends no sentence.</summary>
    [GeneratedRegex(@"\b(?:[Mm]rs?|[Mm]s|[Dd]r|[Ss]r|[Ss]ra|[Ss]rta|[Dd]ña|[Pp]rof|M|D)\. ?\p{Lu}", RegexOptions.NonBacktracking)]
    private static partial Regex Abbreviated();

    [GeneratedRegex(@"\b\p{Lu}\. ?\p{Lu}", RegexOptions.NonBacktracking)]
    private static partial Regex Initial();

    [GeneratedRegex(@"(?:https?://|www\.)[^\s]+[^\s?!.,;)]", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    /// <summary>The sentences, without whom they greet and who signs them.</summary>
    private static IEnumerable<string> SentencesOf(string text, Acquaintances known)
    {
        var whole = Link().Replace(WithoutSignature(text), link => link.Value.Replace('?', LinkMark));
        whole = Initial().Replace(whole, initial => initial.Value.Replace('.', InitialMark));
        var told = false;
        foreach (var found in Sentences.Of(whole))
        {
            var sentence = found.Replace(LinkMark, '?').Replace(InitialMark, '.');
            if (IsClosing(sentence))
            {
                if (told)
                {
                    yield break;
                }

                continue;
            }

            var said = WithoutGreeted(sentence, known);
            if (said.Any(char.IsLetterOrDigit))
            {
                told |= CourtesyGuess.Of(said) == Courtesy.None;
                yield return said;
            }
        }
    }

    /// <summary>"Best regards, Zora Quill": polite words and capitals, nothing else.</summary>
    private static bool IsClosing(string sentence)
    {
        var words = PersonNames.Read(sentence);
        return words.Count is > 0 and <= MaxSignature && PersonWords.Closings.Contains(words[0].Folded)
            && words.TrueForAll(w => w.IsCapital || PersonWords.Closings.Contains(w.Folded)
                || PersonWords.Particles.Contains(w.Folded));
    }

    /// <summary>Lines below the last that are nothing but names: "Zora Quillfeather / Town Hall".</summary>
    private static string WithoutSignature(string text)
    {
        var lines = text.Split('\n').ToList();
        while (lines.Count > 1 && (string.IsNullOrWhiteSpace(lines[^1]) || IsNameLine(lines[^1])))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return string.Join('\n', lines);
    }

    private static bool IsNameLine(string line)
    {
        var words = PersonNames.Read(line);
        return words.Count is > 0 and <= MaxName && line.AsSpan().TrimEnd() is not [.., '.' or '!' or '?' or ':']
            && words.TrueForAll(w => w.IsCapital || PersonWords.Particles.Contains(w.Folded));
    }

    /// <summary>"Hello Zora, " goes; "Good morning" too.</summary>
    private static string WithoutGreeted(string sentence, Acquaintances known)
    {
        var words = PersonNames.Read(sentence);
        var greeted = 0;
        while (greeted < words.Count && greeted < MaxGreeted && PersonWords.Greetings.Contains(words[greeted].Folded))
        {
            greeted++;
        }

        if (greeted == 0 || words[0].Folded is "good" or "muy" or "de" or "again" or "dias" or "noches" && greeted == 1)
        {
            return sentence;
        }

        var end = greeted;
        while (end < words.Count && end < greeted + MaxGreeted && words[end].Beside && IsGreeted(words[end], known))
        {
            end++;
        }

        end = Math.Max(end, GreetedInCapitals(sentence, words, greeted));
        return sentence[words[end - 1].End..].TrimStart(' ', ',', '!', '.', ':', ';', '-', '–', '—', '\u00A0');
    }

    /// <summary>Behind capitals that end with a comma: whoever is greeted there, he is called so.</summary>
    private static int GreetedInCapitals(string sentence, List<NameWord> words, int start)
    {
        for (var end = start; end < words.Count && end < start + MaxGreeted && words[end].Beside
            && (words[end].IsCapital || PersonWords.Particles.Contains(words[end].Folded)
                || PersonWords.Titles.Contains(words[end].Folded)); end++)
        {
            if (sentence.AsSpan(words[end].End).TrimStart(' ') is [',' or '!' or ':', ..] or [])
            {
                return end + 1;
            }
        }

        return start;
    }

    private static bool IsGreeted(NameWord word, Acquaintances known) =>
        known.Parts.Contains(word.Folded) || PersonWords.Titles.Contains(word.Folded)
        || (word.IsCapital && !GroundedLexicon.IsPlain(word.Folded) && !known.OwnWords.Contains(word.Folded)
            && PersonWords.Given.Contains(word.Folded));
}
