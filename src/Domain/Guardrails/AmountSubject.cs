using System.Collections.Frozen;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// What an amount is said of. One that the knowledge names for something else is as wrong as one it does not name.
/// </summary>
internal static class AmountSubject
{
    private const int ShortestWord = 4;

    private const int Stem = 5;

    /// <summary>Words, cut like all, that stand beside any amount.</summary>
    private static readonly FrozenSet<string> Common = FrozenSet.Create(
        StringComparer.Ordinal,
        "euro", "euros", "cost", "costs", "price", "prici", "fee", "fees", "amoun", "pay", "paid", "payin", "payme", "year",
        "years", "month", "annua", "each", "with", "from", "your", "that", "this", "have", "will", "only", "than", "when",
        "cuest", "preci", "vale", "tarif", "impor", "pagar", "pago", "mes", "para", "este", "esta", "cada", "solo", "como",
        "coute", "cout", "couts", "prix", "monta", "payer", "paye", "mois", "annee", "pour", "dans", "avec", "chaqu", "votre",
        "vous", "sont", "cette", "todo", "toda", "desde", "hasta", "usted", "card", "carte", "tarje");

    public static bool IsShared(AnswerText answer, Amount said, AnswerText passage, Amount known)
    {
        var subject = Words(Around(answer.Folded, said.Place, before: false));
        if (subject.Count == 0)
        {
            subject = Words($"{answer.Folded[..said.Place.Start]} {answer.Folded[said.Place.End..]}");
        }

        var around = Words(Around(passage.Folded, known.Place, before: true));
        var title = passage.Folded.IndexOf('\n') is > 0 and var end ? Words(passage.Folded.AsSpan(0, end)) : [];
        return subject.Count == 0 || (around.Count == 0 && title.Count == 0)
            || subject.Overlaps(around) || subject.Overlaps(title);
    }

    /// <summary>
    /// The rest of the sentence that a place is in, on demand with the one before it, which may name what "it" is.
    /// </summary>
    private static string Around(string text, Found place, bool before)
    {
        var start = Begin(text, place.Start);
        if (before && start > 0)
        {
            start = Begin(text, start - 1);
        }

        var end = place.End;
        while (end < text.Length && !IsEnd(text, end))
        {
            end++;
        }

        return $"{text[start..place.Start]} {text[place.End..end]}";
    }

    private static int Begin(string text, int at)
    {
        while (at > 0 && !IsEnd(text, at - 1))
        {
            at--;
        }

        return at;
    }

    private static bool IsEnd(string text, int at) => text[at] is '\n' or '!' or '?'
        || (text[at] is '.' or ';' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])));

    private static HashSet<string> Words(ReadOnlySpan<char> text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        while (words.MoveNext())
        {
            var word = words.Current[..Math.Min(words.Current.Length, Stem)].ToString();
            if (word.Length >= ShortestWord && !char.IsAsciiDigit(word[0]) && !Common.Contains(word))
            {
                found.Add(word);
            }
        }

        return found;
    }
}
