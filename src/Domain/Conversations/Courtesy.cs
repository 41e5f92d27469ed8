namespace CleanFte.Domain.Conversations;

/// <summary>What is said to be polite and asks for nothing.</summary>
public enum Courtesy
{
    None,
    Greeting,
    Thanks,
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
        "thanks", "thank", "thx", "thnx", "tnx", "ty", "cheers", "appreciated", "bye", "goodbye", "perfect", "great", "ok", "okay",
        "gracias", "grasias", "adios", "hasta", "luego", "pronto", "perfecto", "genial", "vale", "agradecido", "agradecida",
        "merci", "mercii", "revoir", "parfait", "super", "d", "accord", "dac", "bientot",
    ];

    /// <summary>What goes with both.</summary>
    private static readonly HashSet<string> Fillers =
    [
        "good", "you", "so", "very", "much", "a", "lot", "again", "for", "your", "help", "the", "all", "everyone", "there", "team",
        "and", "that", "is", "it", "was", "info", "information", "reply", "answer", "quick", "dear", "sir", "madam", "day",
        "muy", "muchas", "mil", "muchisimas", "a", "por", "todo", "su", "ayuda", "tu", "la", "el", "y", "que", "tal", "amable",
        "respuesta", "informacion", "les", "lo", "de", "nuevo", "muy",
        "beaucoup", "bien", "pour", "votre", "aide", "tout", "a", "tous", "vous", "et", "au", "bonne", "journee", "soiree",
        "reponse", "infiniment", "madame", "monsieur", "le", "la", "l",
    ];

    public static Courtesy Of(string text)
    {
        if (text.Length > 200)
        {
            return Courtesy.None;
        }

        var words = FoldedWords.Join(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MaxWords)
        {
            return Courtesy.None;
        }

        var found = Courtesy.None;
        foreach (var word in words)
        {
            if (Thanks.Contains(word))
            {
                found = Courtesy.Thanks;
            }
            else if (Greetings.Contains(word))
            {
                found = found == Courtesy.Thanks ? found : Courtesy.Greeting;
            }
            else if (!Fillers.Contains(word))
            {
                return Courtesy.None;
            }
        }

        return found;
    }
}
