namespace CleanFte.WebApi.Web;

/// <summary>The words of the page that shows how a report stands to browsers without script, in one language.</summary>
/// <param name="Steps">What a status, or something that happened, is called.</param>
internal sealed record PlainTrackTexts(
    string Show, string Unknown, string Misread, string WrongCode, string Happened, IReadOnlyDictionary<string, string> Steps)
{
    private static readonly PlainTrackTexts English = new(
        "Show it", "We know no report with this number. Please compare it with what you got.",
        "This is no tracking number. One character may have been misread.",
        "This code does not belong to this report.", "What has happened",
        new Dictionary<string, string>
        {
            ["received"] = "Report received",
            ["open"] = "Received",
            ["in_progress"] = "In progress",
            ["waiting"] = "Waiting",
            ["escalated"] = "With a specialist",
            ["resolved"] = "Done",
            ["closed"] = "Closed",
            ["reopened"] = "Opened again",
            ["public_text"] = "News from us",
            ["comment"] = "You added",
            ["file"] = "You added a photo",
            ["file_refused"] = "A file could not be taken",
            ["rated"] = "You rated it",
        });

    private static readonly PlainTrackTexts Spanish = new(
        "Mostrarlo", "No conocemos ningún aviso con este número. Compárelo con el que recibió.",
        "Esto no es un número de seguimiento. Quizá un carácter está mal leído.",
        "Este código no es de este aviso.", "Qué ha pasado",
        new Dictionary<string, string>
        {
            ["received"] = "Aviso recibido",
            ["open"] = "Recibido",
            ["in_progress"] = "En curso",
            ["waiting"] = "En espera",
            ["escalated"] = "Con un especialista",
            ["resolved"] = "Hecho",
            ["closed"] = "Cerrado",
            ["reopened"] = "Abierto otra vez",
            ["public_text"] = "Noticias nuestras",
            ["comment"] = "Usted añadió",
            ["file"] = "Usted añadió una foto",
            ["file_refused"] = "No se pudo aceptar un archivo",
            ["rated"] = "Usted lo valoró",
        });

    private static readonly PlainTrackTexts French = new(
        "L’afficher", "Nous ne connaissons aucun signalement avec ce numéro. Comparez-le avec celui que vous avez reçu.",
        "Ce n’est pas un numéro de suivi. Un caractère a peut-être été mal lu.",
        "Ce code n’appartient pas à ce signalement.", "Ce qui s’est passé",
        new Dictionary<string, string>
        {
            ["received"] = "Signalement reçu",
            ["open"] = "Reçu",
            ["in_progress"] = "En cours",
            ["waiting"] = "En attente",
            ["escalated"] = "Chez un spécialiste",
            ["resolved"] = "Terminé",
            ["closed"] = "Clos",
            ["reopened"] = "Rouvert",
            ["public_text"] = "De nos nouvelles",
            ["comment"] = "Vous avez ajouté",
            ["file"] = "Vous avez ajouté une photo",
            ["file_refused"] = "Un fichier n’a pas pu être accepté",
            ["rated"] = "Vous l’avez évalué",
        });

    public static PlainTrackTexts For(string language) => language switch
    {
        "es" => Spanish,
        "fr" => French,
        _ => English,
    };

    public string Of(string what) => Steps.GetValueOrDefault(what, what);
}
