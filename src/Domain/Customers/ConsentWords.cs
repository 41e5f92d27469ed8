using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Customers;

/// <summary>
/// Whether a message is nothing but the word by which people everywhere end messages that they did not ask for, or allow
/// them again.
/// </summary>
public static class ConsentWords
{
    private const int MaxCharacters = 40;

    private static readonly HashSet<string> No =
    [
        "stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "stop messages",
        "baja", "alto", "darme de baja", "dar de baja", "no mas mensajes", "cancelar suscripcion",
        "arret", "arreter", "desabonner", "me desabonner", "plus de messages",
    ];

    private static readonly HashSet<string> Yes =
    [
        "start", "unstop", "subscribe", "opt in", "optin",
        "alta", "darme de alta", "reanudar",
        "reprendre", "abonner", "m abonner",
    ];

    /// <summary>True to allow, false to forbid, null for anything else.</summary>
    public static bool? Of(string text)
    {
        if (text.Length is 0 or > MaxCharacters)
        {
            return null;
        }

        var words = FoldedWords.Join(text).Trim();
        return No.Contains(words) ? false : Yes.Contains(words) ? true : null;
    }
}
