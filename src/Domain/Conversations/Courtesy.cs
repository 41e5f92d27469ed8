namespace CleanFte.Domain.Conversations;

/// <summary>What is said to be polite and asks for nothing.</summary>
public enum Courtesy
{
    None,
    Greeting,
    Thanks,

    /// <summary>"Ok": thanks for what was said; where nothing was said yet, no more than a greeting.</summary>
    Assent,

    /// <summary>Who he is, and nothing else.</summary>
    Introduction,
}

/// <summary>Tells a greeting or thanks that stand alone; beside anything else they say nothing.</summary>
public static class CourtesyGuess
{
    /// <summary>Who writes more says more than good day.</summary>
    public const int MaxWords = 10;

    private static readonly HashSet<string> Greetings =
    [
        "hello", "helo", "hi", "hii", "hey", "heya", "hiya", "yo", "morning", "afternoon", "evening", "greetings", "howdy",
        "hola", "holaa", "ola", "buenas", "buenos", "dias", "tardes", "noches", "saludos", "buen", "dia",
        "bonjour", "bjr", "bonsoir", "salut", "coucou", "slt",
    ];

    private static readonly HashSet<string> Thanks =
    [
        "thanks", "thank", "thx", "thnx", "tnx", "ty", "cheers", "appreciated", "bye", "goodbye",
        "gracias", "grasias", "adios", "hasta", "luego", "pronto", "agradecido", "agradecida",
        "merci", "mercii", "revoir", "bientot",
    ];

    private static readonly HashSet<string> Assents =
    [
        "ok", "okay", "okey", "perfect", "great", "vale", "perfecto", "genial", "parfait", "super", "d", "accord",
        "dac",
    ];

    /// <summary>What goes with all of them.</summary>
    private static readonly HashSet<string> Fillers =
    [
        "good", "you", "so", "very", "much", "a", "lot", "again", "for", "your", "help", "the", "all", "everyone", "there", "team",
        "and", "that", "is", "it", "was", "info", "information", "reply", "answer", "quick", "dear", "sir", "madam", "day",
        "muy", "muchas", "mil", "muchisimas", "a", "por", "todo", "su", "ayuda", "tu", "la", "el", "y", "que", "tal", "amable",
        "respuesta", "informacion", "les", "lo", "de", "nuevo", "muy",
        "beaucoup", "bien", "pour", "votre", "aide", "tout", "a", "tous", "vous", "et", "au", "bonne", "journee", "soiree",
        "reponse", "infiniment", "madame", "monsieur", "le", "la", "l",
    ];

    /// <summary>What counts of several, the first most.</summary>
    private static readonly Courtesy[] Plain =
        [Courtesy.Thanks, Courtesy.Assent, Courtesy.Introduction, Courtesy.Greeting, Courtesy.None];

    public static Courtesy Of(string text)
    {
        if (text.Length > 200)
        {
            return Courtesy.None;
        }

        var rest = SelfIntroduction.Without(text);
        var introduced = rest.Length != text.Length;
        var words = FoldedWords.Join(rest).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords || (words.Length == 0 && !introduced))
        {
            return Courtesy.None;
        }

        var found = introduced ? Courtesy.Introduction : Courtesy.None;
        foreach (var word in words)
        {
            if (KindOf(word) is not { } kind)
            {
                return Courtesy.None;
            }

            found = Plainer(found, kind);
        }

        return found;
    }

    /// <summary>What a word says, nothing for a filler; null for one that says more than a politeness.</summary>
    private static Courtesy? KindOf(string word) =>
        Thanks.Contains(word) ? Courtesy.Thanks
        : Assents.Contains(word) ? Courtesy.Assent
        : Greetings.Contains(word) ? Courtesy.Greeting
        : Fillers.Contains(word) ? Courtesy.None
        : null;

    private static Courtesy Plainer(Courtesy one, Courtesy other) =>
        Array.Find(Plain, kind => kind == one || kind == other);
}
