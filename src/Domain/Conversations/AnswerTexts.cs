namespace CleanFte.Domain.Conversations;

/// <summary>Fixed sentences around an answer, per language; English for languages we do not write.</summary>
public static class AnswerTexts
{
    /// <summary>Names what an answer was taken from.</summary>
    public static string Source(string language, string title) => language switch
    {
        "es" => $"(Fuente: {title})",
        "fr" => $"(Source : {title})",
        _ => $"(Source: {title})",
    };

    /// <summary>Tells the number that a first answer must name.</summary>
    public static string Number(string language, string trackingNumber) => language switch
    {
        "es" => $"Su número de seguimiento es {trackingNumber}.",
        "fr" => $"Votre numéro de suivi est {trackingNumber}.",
        _ => $"Your tracking number is {trackingNumber}.",
    };

    /// <summary>A greeting that came without anything else.</summary>
    public static string Greeting(string language) => language switch
    {
        "es" => "Hola, ¿en qué podemos ayudarle?",
        "fr" => "Bonjour, comment pouvons-nous vous aider ?",
        _ => "Hello, how can we help you?",
    };

    /// <summary>Thanks that came without anything else.</summary>
    public static string Welcome(string language) => language switch
    {
        "es" => "Gracias a usted. Si necesita algo más, escríbanos.",
        "fr" => "Merci à vous. Si vous avez besoin d'autre chose, écrivez-nous.",
        _ => "You are welcome. If you need anything else, just write to us.",
    };

    /// <summary>Nothing is known for what was written; the first time, it is asked back.</summary>
    public static string Unclear(string language) => language switch
    {
        "es" => "Hemos anotado su mensaje, pero no estamos seguros de haberlo entendido. ¿Puede contarnos con otras "
            + "palabras qué necesita?",
        "fr" => "Votre message est noté, mais nous ne sommes pas sûrs de l'avoir compris. Pouvez-vous nous dire autrement "
            + "ce dont vous avez besoin ?",
        _ => "We have noted your message, but we are not sure we understood it. Could you tell us in other words what you "
            + "need?",
    };

    /// <summary>A citizen who is angry is handed over.</summary>
    public static string HandedOverSorry(string language, string trackingNumber) => language switch
    {
        "es" => $"Sentimos las molestias. Una persona del equipo se ocupará de su mensaje. Su número de seguimiento es "
            + $"{trackingNumber}.",
        "fr" => "Nous sommes désolés. Un membre de l'équipe va s'occuper de votre message. Votre numéro de suivi est "
            + $"{trackingNumber}.",
        _ => "We are sorry about this. A colleague will look after your message. Your tracking number is "
            + $"{trackingNumber}.",
    };

    /// <summary>A guided service ends, because an answer was wrong too often.</summary>
    public static string TooManyAttempts(string language) => language switch
    {
        "es" => "Lo sentimos, no podemos continuar sin ese dato. Cuando lo tenga, escríbanos de nuevo y lo haremos con gusto.",
        "fr" => "Désolés, nous ne pouvons pas continuer sans cette information. Écrivez-nous de nouveau dès que vous l'aurez.",
        _ => "We are sorry, we cannot go on without it. Please write to us again when you have it; we will be glad to help.",
    };

    /// <summary>A guided service has all it asked for, and has nothing of its own to tell.</summary>
    public static string AllAnswered(string language) => language switch
    {
        "es" => "Gracias, ya tenemos todos los datos. Nos ocuparemos de ello.",
        "fr" => "Merci, nous avons tout ce qu'il nous faut. Nous nous en occupons.",
        _ => "Thank you, we have everything we need. We will take care of it.",
    };

    /// <summary>What may be chosen, one per line.</summary>
    public static string Choices(IEnumerable<string> choices) =>
        string.Join('\n', choices.Select((choice, i) => $"{i + 1}. {choice}"));
}
