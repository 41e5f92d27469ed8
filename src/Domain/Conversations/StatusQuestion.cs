using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Conversations;

/// <summary>
/// Whether a message asks how a ticket stands: it names one, says little else, and what else it says asks for it or is
/// mere courtesy. A report that refers to an earlier ticket is not such a question.
/// </summary>
public static class StatusQuestion
{
    /// <summary>Words beside the tracking number; who writes more is telling something.</summary>
    public const int MaxOtherWords = 12;

    /// <summary>A message of so few words is shorter.</summary>
    public const int MaxCharacters = 500;

    /// <summary>Symbols of a tracking number, its prefix included.</summary>
    private const int Symbols = 13;

    /// <summary>A number with every separator that people put in is shorter.</summary>
    private const int MaxSpelling = 40;

    /// <summary>Folded words, with a space on both sides.</summary>
    private static readonly string[] Asking =
    [
        " status ", " state ", " how is ", " how s ", " hows ", " how are things ", " what about ", " whats up with ",
        " any news ", " any update ", " any updates ", " update on ", " update ", " progress ", " where is ", " track ",
        " follow up ", " what happened with ", " what happened to ", " when will ",
        " estado ", " como va ", " como esta ", " como sigue ", " como anda ", " seguimiento ", " que hay de ",
        " que pasa con ",
        " que paso con ", " que tal ", " novedades ", " novedad ", " noticias ", " situacion ", " en que quedo ",
        " se sabe algo ", " consultar ", " para cuando ",
        " etat ", " statut ", " ou en est ", " ou en sont ", " suivi ", " suivre ", " avancement ", " nouvelles ",
        " qu en est il ", " quoi de neuf ", " ca avance ", " comment avance ", " c est pour quand ", " situation ",
    ];

    /// <summary>What says nothing beside a number.</summary>
    private static readonly HashSet<string> Courtesies =
    [
        "hello", "hi", "hey", "dear", "good", "morning", "afternoon", "evening", "please", "pls", "thanks", "thank",
        "you",
        "my", "the", "is", "this", "ticket", "number", "tracking", "ref", "reference", "report", "case", "no", "nr",
        "hola", "buenos", "buenas", "dias", "tardes", "noches", "por", "favor", "gracias", "mi", "el", "es", "este",
        "numero", "referencia", "aviso", "incidencia", "reporte", "expediente",
        "bonjour", "bonsoir", "salut", "merci", "svp", "s", "il", "vous", "te", "plait", "mon", "ma", "le", "la",
        "voici",
        "dossier", "signalement", "demande", "de", "n",
    ];

    /// <summary>False for anything that is not such a question.</summary>
    public static bool TryRead(string text, out TrackingNumber number)
    {
        number = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > MaxCharacters || !TryFind(trimmed, out number, out var start, out var length))
        {
            return false;
        }

        var others = FoldedWords.Join(trimmed[..start]) + FoldedWords.Join(trimmed[(start + length)..]);
        var words = others.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.All(Courtesies.Contains) || (words.Length <= MaxOtherWords && Asks(others)))
        {
            return true;
        }

        number = default;
        return false;
    }

    /// <summary>"Ha estado" is "has been", not "status".</summary>
    private static bool Asks(string words)
    {
        var spaced = $" {words}".Replace(" ha estado ", " ", StringComparison.Ordinal);
        return Array.Exists(Asking, phrase => spaced.Contains(phrase, StringComparison.Ordinal));
    }

    /// <summary>The first readable number that stands on its own.</summary>
    private static bool TryFind(ReadOnlySpan<char> text, out TrackingNumber number, out int start, out int length)
    {
        for (start = 0; start < text.Length; start++)
        {
            if (text[start] is 'T' or 't' && (start == 0 || !char.IsLetterOrDigit(text[start - 1])))
            {
                length = SpellingLength(text[start..]);
                if (length > 0 && TrackingNumber.TryParse(text.Slice(start, length).ToString(), out number))
                {
                    return true;
                }
            }
        }

        number = default;
        length = 0;
        return false;
    }

    /// <summary>How many characters a number's symbols take up to the end of a word; 0 when there are too
    /// few.</summary>
    private static int SpellingLength(ReadOnlySpan<char> text)
    {
        var symbols = 0;
        for (var i = 0; i < Math.Min(text.Length, MaxSpelling); i++)
        {
            if (char.IsLetterOrDigit(text[i]) && ++symbols == Symbols)
            {
                return i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]) ? i + 1 : 0;
            }
        }

        return 0;
    }
}
