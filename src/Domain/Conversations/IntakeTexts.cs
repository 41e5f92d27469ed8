using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Conversations;

/// <summary>
/// Every fixed sentence that a citizen may read, per language; English for languages we do not write. Each text is at
/// most
/// <see cref="MaxLength"/> characters, so that it fits any channel.
/// </summary>
public static class IntakeTexts
{
    public const int MaxLength = 300;

    /// <summary>A longer service name is cut, because the tenant writes it and the reply must stay short.</summary>
    public const int MaxServiceName = 60;

    private static readonly string[] SpanishMonths =
    [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ];

    private static readonly string[] FrenchMonths =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ];

    /// <summary>The first reply: names the tracking number and asks for what the service still needs.</summary>
    public static string Acknowledge(
        string language, string trackingNumber, string? serviceName, bool askPlace, bool askPhoto) => language switch
        {
            "es" => $"Gracias por avisarnos. Hemos registrado su aviso{About(serviceName)}. Su número de seguimiento es "
                + $"{trackingNumber}.{Ask(language, askPlace, askPhoto)}",
            "fr" => $"Merci de nous avoir prévenus. Votre signalement{About(serviceName)} est bien enregistré. Votre "
                + $"numéro de suivi est {trackingNumber}.{Ask(language, askPlace, askPhoto)}",
            _ => $"Thank you for telling us. Your report{About(serviceName)} has been registered. Your tracking number is "
                + $"{trackingNumber}.{Ask(language, askPlace, askPhoto)}",
        };

    /// <summary>Further words were added to the open ticket.</summary>
    public static string Added(string language, string trackingNumber) => language switch
    {
        "es" => $"Gracias. Hemos añadido su mensaje al aviso {trackingNumber}.",
        "fr" => $"Merci. Votre message a été ajouté au signalement {trackingNumber}.",
        _ => $"Thank you. We have added your message to report {trackingNumber}.",
    };

    /// <summary>A person takes the matter over.</summary>
    public static string HandedOver(string language, string trackingNumber) => language switch
    {
        "es" => $"Gracias. Una persona del equipo se ocupará de su mensaje. Su número de seguimiento es {trackingNumber}.",
        "fr" => $"Merci. Un membre de l'équipe va s'occuper de votre message. Votre numéro de suivi est {trackingNumber}.",
        _ => $"Thank you. A colleague will look after your message. Your tracking number is {trackingNumber}.",
    };

    /// <summary>The open ticket's place is known now.</summary>
    public static string PlaceSet(string language, string trackingNumber) => language switch
    {
        "es" => $"Gracias. Hemos anotado la ubicación en el aviso {trackingNumber}.",
        "fr" => $"Merci. Le lieu a été ajouté au signalement {trackingNumber}.",
        _ => $"Thank you. We have noted the location in report {trackingNumber}.",
    };

    /// <summary>Files were added to the open ticket.</summary>
    public static string MediaAdded(string language, string trackingNumber, int count) => (language, count) switch
    {
        ("es", 1) => $"Gracias. Hemos añadido su archivo al aviso {trackingNumber}.",
        ("es", _) => $"Gracias. Hemos añadido sus {count} archivos al aviso {trackingNumber}.",
        ("fr", 1) => $"Merci. Votre fichier a été ajouté au signalement {trackingNumber}.",
        ("fr", _) => $"Merci. Vos {count} fichiers ont été ajoutés au signalement {trackingNumber}.",
        (_, 1) => $"Thank you. We have added your file to report {trackingNumber}.",
        _ => $"Thank you. We have added your {count} files to report {trackingNumber}.",
    };

    /// <summary>The answer to a status question.</summary>
    /// <param name="language">What it is written in.</param>
    /// <param name="trackingNumber">The ticket asked for.</param>
    /// <param name="status">How it stands.</param>
    /// <param name="updatedAt">When it last changed; written as the date of its own offset.</param>
    public static string StatusIs(
        string language, string trackingNumber, TicketStatus status, DateTimeOffset updatedAt) => language switch
        {
            "es" => $"Su aviso {trackingNumber} {Plainly(language, status)}. Última novedad: {Date(language, updatedAt)}.",
            "fr" => $"Votre signalement {trackingNumber} {Plainly(language, status)}. Dernière mise à jour le "
                + $"{Date(language, updatedAt)}.",
            _ => $"Your report {trackingNumber} {Plainly(language, status)}. Last update: {Date(language, updatedAt)}.",
        };

    /// <summary>There is no ticket with the number asked for, or it cannot be read.</summary>
    public static string StatusUnknown(string language) => language switch
    {
        "es" => "No encontramos ningún aviso con ese número. Por favor, compruébelo y envíenoslo de nuevo; tiene "
            + "esta forma: TKT-XXXX-XXXXXX.",
        "fr" => "Nous ne trouvons aucun signalement portant ce numéro. Merci de le vérifier et de nous le renvoyer "
            + "sous la forme TKT-XXXX-XXXXXX.",
        _ => "We cannot find a report with that number. Please check it and send it again; it looks like "
            + "TKT-XXXX-XXXXXX.",
    };

    /// <summary>A message in which there is nothing to read.</summary>
    public static string EmptyMessage(string language) => language switch
    {
        "es" => "Hemos recibido su mensaje, pero no contiene texto. Por favor, cuéntenos en pocas palabras qué "
            + "ocurre y dónde.",
        "fr" => "Nous avons bien reçu votre message, mais il ne contient pas de texte. Merci de nous dire en "
            + "quelques mots ce qui se passe et où.",
        _ => "We have received your message, but there is no text in it. Please tell us in a few words what is "
            + "wrong and where.",
    };

    /// <summary>Something went wrong on our side; the citizen need do nothing.</summary>
    public static string Apology(string language, string? trackingNumber) => language switch
    {
        "es" => "Lo sentimos: en este momento no podemos responderle. Hemos guardado su mensaje"
            + $"{Under(language, trackingNumber)} y una persona del equipo lo leerá. No hace falta que lo envíe de nuevo.",
        "fr" => "Nous sommes désolés, nous ne pouvons pas vous répondre pour le moment. Votre message est conservé"
            + $"{Under(language, trackingNumber)} et un membre de l'équipe le lira. Il n'est pas nécessaire de le "
            + "renvoyer.",
        _ => "We are sorry, we cannot answer you right now. Your message is safe with us"
            + $"{Under(language, trackingNumber)} and a colleague will read it. There is no need to send it again.",
    };

    private static string About(string? serviceName) => serviceName switch
    {
        null or "" => "",
        { Length: > MaxServiceName } => $" ({serviceName.AsSpan(0, MaxServiceName - 1)}…)",
        _ => $" ({serviceName})",
    };

    private static string Ask(string language, bool place, bool photo) => (language, place, photo) switch
    {
        (_, false, false) => "",
        ("es", true, false) => " Por favor, indíquenos la dirección o comparta su ubicación.",
        ("es", false, true) => " Si puede, envíenos también una foto.",
        ("es", true, true) => " Por favor, indíquenos la dirección o comparta su ubicación y, si puede, envíenos "
            + "una foto.",
        ("fr", true, false) => " Merci de nous indiquer l'adresse ou de partager votre position.",
        ("fr", false, true) => " Si vous le pouvez, envoyez-nous aussi une photo.",
        ("fr", true, true) =>
            " Merci de nous indiquer l'adresse ou de partager votre position et, si possible, d'envoyer une photo.",
        (_, true, false) => " Please send us the address or share your location.",
        (_, false, true) => " If you can, please send us a photo too.",
        _ => " Please send us the address or share your location and, if you can, add a photo.",
    };

    private static string Under(string language, string? trackingNumber) => (language, trackingNumber) switch
    {
        (_, null) => "",
        ("es", _) => $" con el número {trackingNumber}",
        ("fr", _) => $" sous le numéro {trackingNumber}",
        _ => $" under number {trackingNumber}",
    };

    /// <summary>What follows "your report".</summary>
    private static string Plainly(string language, TicketStatus status) => (language, status) switch
    {
        ("es", TicketStatus.Open) => "está registrado y pendiente de atención",
        ("es", TicketStatus.InProgress) => "está en curso",
        ("es", TicketStatus.Waiting) => "está en espera; le avisaremos cuando haya novedades",
        ("es", TicketStatus.Escalated) => "está en manos de una persona del equipo, que lo atenderá",
        ("es", TicketStatus.Resolved) => "está resuelto",
        ("es", _) => "está cerrado",
        ("fr", TicketStatus.Open) => "est enregistré et en attente de prise en charge",
        ("fr", TicketStatus.InProgress) => "est en cours de traitement",
        ("fr", TicketStatus.Waiting) => "est en attente, nous vous tiendrons au courant",
        ("fr", TicketStatus.Escalated) => "a été confié à un membre de l'équipe, qui s'en occupe personnellement",
        ("fr", TicketStatus.Resolved) => "est résolu",
        ("fr", _) => "est clos",
        (_, TicketStatus.Open) => "is registered and waiting to be taken up",
        (_, TicketStatus.InProgress) => "is being worked on",
        (_, TicketStatus.Waiting) => "is on hold; we will let you know when there is news",
        (_, TicketStatus.Escalated) => "is with a colleague, who is looking after it personally",
        (_, TicketStatus.Resolved) => "is resolved",
        _ => "is closed",
    };

    private static string Date(string language, DateTimeOffset at) => language switch
    {
        "es" => $"{at.Day} de {SpanishMonths[at.Month - 1]} de {at.Year}",
        "fr" => $"{(at.Day == 1 ? "1er" : at.Day)} {FrenchMonths[at.Month - 1]} {at.Year}",
        _ => at.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture),
    };
}
