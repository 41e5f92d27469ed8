namespace CleanFte.WebApi.Web;

/// <summary>The words of the form for browsers without script, in one language.</summary>
internal sealed record PlainTexts(
    string Language, string Title, string Lead, string About, string Choose, string Other, string Subject, string Message,
    string Address, string Name, string Email, string Phone, string Send, string Wrong, string Busy, string Thanks,
    string Number, string Keep, string Code, string KeepCode, string Another, string Open, string Follow, string Range,
    string EmailWrong, string PhoneWrong, string TooOften, string Elsewhere)
{
    private static readonly PlainTexts English = new(
        "en", "Tell us what is wrong", "No account needed. You get a number with which you can follow what becomes of it.",
        "What is it about?", "Please choose", "Something else", "In one line",
        "Tell us more (it may be shown to everybody; please name nobody)", "Where is it? (optional)",
        "Your name", "E-mail", "Phone with country code (optional)", "Send the report",
        "Please check what is marked.", "We are very busy just now. Please send it again in a minute; it counts only once.",
        "Thank you. Your report has arrived.", "Your tracking number",
        "Keep it. With this number everybody can see how it stands, but not who you are.", "Your access code",
        "Whoever has this code can add to your report. It is shown only here.", "Report something else",
        "Open my report", "Follow a report", "Write {0} to {1} characters.",
        "This is no e-mail address. It looks like ana@example.org.",
        "Write it with the country code, such as +34 600 111 222.",
        "That was a bit fast. Please wait a minute, go back and send it again; it counts only once.",
        "This came from another page and was not taken. Please fill it in here.");

    private static readonly PlainTexts Spanish = new(
        "es", "Cuéntenos qué va mal", "No necesita ninguna cuenta. Recibirá un número para seguir qué pasa con su aviso.",
        "¿De qué se trata?", "Elija, por favor", "Otra cosa", "En una línea",
        "Cuéntenos más (puede mostrarse a todos; no nombre a nadie, por favor)", "¿Dónde está? (opcional)",
        "Su nombre", "Correo electrónico", "Teléfono con prefijo del país (opcional)", "Enviar el aviso",
        "Revise lo marcado, por favor.",
        "Ahora mismo estamos muy ocupados. Envíelo otra vez en un minuto; cuenta una sola vez.",
        "Gracias. Su aviso ha llegado.", "Su número de seguimiento",
        "Guárdelo. Con este número cualquiera puede ver cómo va, pero no quién es usted.", "Su código de acceso",
        "Quien tiene este código puede añadir cosas a su aviso. Solo se muestra aquí.", "Avisar de otra cosa",
        "Abrir mi aviso", "Seguir un aviso", "Escriba de {0} a {1} caracteres.",
        "Esto no es una dirección de correo. Tiene la forma ana@example.org.",
        "Escríbalo con el prefijo del país, por ejemplo +34 600 111 222.",
        "Ha ido un poco deprisa. Espere un minuto, vuelva atrás y envíelo otra vez; cuenta una sola vez.",
        "Esto llegó de otra página y no se ha aceptado. Rellénelo aquí, por favor.");

    private static readonly PlainTexts French = new(
        "fr", "Dites-nous ce qui ne va pas",
        "Aucun compte nécessaire. Vous recevez un numéro pour suivre ce que devient votre signalement.",
        "De quoi s’agit-il ?", "Choisissez, s’il vous plaît", "Autre chose", "En une ligne",
        "Dites-nous-en plus (cela peut être montré à tous ; ne nommez personne, merci)",
        "Où est-ce ? (facultatif)", "Votre nom", "Adresse e-mail", "Téléphone avec indicatif du pays (facultatif)",
        "Envoyer le signalement", "Vérifiez ce qui est marqué, s’il vous plaît.",
        "Nous sommes très occupés en ce moment. Renvoyez-le dans une minute ; il ne compte qu’une fois.",
        "Merci. Votre signalement est arrivé.", "Votre numéro de suivi",
        "Gardez-le. Avec ce numéro, chacun peut voir où cela en est, mais pas qui vous êtes.", "Votre code d’accès",
        "Qui a ce code peut compléter votre signalement. Il n’est montré qu’ici.", "Signaler autre chose",
        "Ouvrir mon signalement", "Suivre un signalement", "Écrivez de {0} à {1} caractères.",
        "Ce n’est pas une adresse e-mail. Elle ressemble à ana@example.org.",
        "Écrivez-le avec l’indicatif du pays, par exemple +34 600 111 222.",
        "C’était un peu rapide. Attendez une minute, revenez en arrière et renvoyez-le ; il ne compte qu’une fois.",
        "Cela venait d’une autre page et n’a pas été accepté. Remplissez-le ici, s’il vous plaît.");

    /// <summary>The text in this language, else in any that there is.</summary>
    public T Of<T>(IReadOnlyDictionary<string, T> byLanguage) =>
        byLanguage.TryGetValue(Language, out var text) ? text : byLanguage.Values.First();

    /// <summary>The first language that the browser asks for and we speak.</summary>
    public static PlainTexts For(string acceptLanguage) => acceptLanguage.Split(',')
        .Select(l => l.Trim().ToLowerInvariant())
        .Select(l => l.StartsWith("es", StringComparison.Ordinal) ? Spanish
            : l.StartsWith("fr", StringComparison.Ordinal) ? French
            : l.StartsWith("en", StringComparison.Ordinal) ? English
            : null)
        .FirstOrDefault(t => t is not null) ?? English;
}
