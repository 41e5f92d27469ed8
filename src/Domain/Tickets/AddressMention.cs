using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CleanFte.Domain.Tickets;

/// <summary>
/// Finds an address that somebody wrote in a message, so that nobody is asked for what he has said: a street by its name, in
/// English, Spanish or French, with or without a number. "My street" and "in front of the school" are none.
/// </summary>
public static class AddressMention
{
    /// <summary>Characters that are looked at.</summary>
    public const int MaxCharacters = 2_000;

    /// <summary>Words of an answer to "where is it?" that names no street.</summary>
    private const int MaxAnswerWords = 6;

    private const int MaxAnswer = 120;

    private const int ShortestName = 3;

    private const string Name = @"(?<name>[\p{L}\d][\p{L}\d'’.-]*)";

    private const string After = @"(?<after>\s*,?\s*(?:(?i:n[º°o]?\.?|num\.?|n[uú]mero|no\.?|#)\s?)?\d{1,4}(?:\s?(?:bis|ter|[a-d]))?\b)?";

    private const string Before = @"(?<before>\b\d{1,4}\s?(?:bis|ter|[a-d])?\s*,?\s+)?";

    private static readonly Regex[] Forms =
    [
        // 12 rue des Lilas; rue de la République 7; place du Marché
        Form(Before + @"\b(?i:(?<kind>rue|avenue|av|boulevard|bd|place|chemin|allées?|allees?|impasse|quai|route|ruelle|faubourg))\.?\s+"
            + @"(?<link>(?:(?i:de|du|des|la|le|les)\s+|(?i:[dl])['’]\s?)*)" + Name
            + @"(?:\s+(?:(?i:de|du|des|la|et)\s+)?\p{Lu}[\p{L}'’-]*){0,3}" + After),

        // calle Mayor 12; c/ de la Luna, nº 3; carrera 7
        Form(@"\b(?:(?i:(?<kind>calle|avenida|avda|av|plaza|pza|plazuela|paseo|camino|carretera|ctra|ronda|glorieta|travesía|travesia"
            + @"|callejón|callejon|pasaje|carrera|cra))(?:\.\s*|\s+)|(?<kind>[cC]/)\s*)(?<link>(?:\b(?i:de|del|la|las|los|el)\s+)*)" + Name
            + @"(?:\s+(?:(?i:de|del|la|las|los|y)\s+){0,2}\p{Lu}[\p{L}'’-]*){0,3}" + After),

        // 12 Elm Street; on High Street; Saint Mary's Road 7
        Form(Before + @"(?:\b\p{Lu}[\p{L}'’-]*\s+){0,2}\b" + Name
            + @"\s+(?i:(?<kind>street|st|road|rd|avenue|ave|lane|drive|square|boulevard|blvd))\b(?<after>\s+\d{1,4}\b)?"),
    ];

    /// <summary>What no street is called: what is said of one instead, or of a place to park.</summary>
    private static readonly FrozenSet<string> NoNames = Words("""
        a al an another any at bad big broken busy by dark dead each every from her his in is my narrow near new next no of on one
        opposite other our public quiet same side some that the their this to whole with wrong your
        abajo arriba aparcamiento bus casa como con cuando da de del desde donde el en enfrente entera es esta este garaje hay la
        las lleva los mas mi mucha muy nuestra o para parking por principal pública que se siempre sigue sin su taxi tiene trasera tu
        un una va y
        avec chez dans depuis entière est et le les livraison libre ma mon notre ou où parking pour qui quartier réservée sans sont
        stationnement très une village votre handicapé handicapés
        """);

    /// <summary>What follows where a number counts something, or a street only describes: a street light, 3 days.</summary>
    private static readonly FrozenSet<string> NoEnds = Words("""
        light lights lighting lamp lamps sign signs works cleaning cleaner sweeper party art name vendor food dog parking post
        días dias horas semanas meses años anos veces km kilómetros metros m minutos
        jours heures semaines mois ans fois mètres minutes
        """);

    /// <summary>Before a number that is no house's: an hour, an age, how often, how long, which report.</summary>
    private static readonly FrozenSet<string> Counting = Words("""
        about at around before after until till since from to for by only almost over times called waited ticket report version
        error code call yes no are were we they it's its
        desde hasta hace sobre las los a son unos unas casi más menos antes somos eran después de tras ticket aviso versión error código llamé
        depuis jusqu'à vers avant après à il y environ presque pendant sont étaient sommes ticket signalement version erreur code fait
        """);

    private static readonly Regex HouseNumber =
        new(@"^\d{1,4}[a-zA-Z]?[.,;!]?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly FrozenSet<string> NumberedKinds = Words("calle avenida avda av carrera cra");

    /// <summary>The first address in a text, as written, or null.</summary>
    public static string? Find(string text)
    {
        var read = text.Length <= MaxCharacters ? text : text[..MaxCharacters];
        Match? first = null;
        foreach (var form in Forms)
        {
            var match = form.Match(read);
            while (match.Success && !IsAddress(match, read))
            {
                match = form.Match(read, match.Groups["name"].Index + 1);
            }

            first = match.Success && (first is null || match.Index < first.Index) ? match : first;
        }

        return first?.Value.Trim(' ', ',', '.');
    }

    /// <summary>
    /// What is said to somebody who asked for the place: an address, or a few words that end with a house number. "I called 3
    /// times" and "since 8" are none.
    /// </summary>
    public static string? FindInAnswer(string text) => Find(text) ?? (IsShortAddress(text) ? text.Trim() : null);

    private static bool IsShortAddress(string text) =>
        text.Length <= MaxAnswer
        && text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: <= MaxAnswerWords and > 1 } words
        && HouseNumber.IsMatch(words[^1])
        && !words[..^1].Any(word => Counting.Contains(word.Trim(',', '.', ':')))
        && words[..^1].Any(word => word.Count(char.IsLetter) >= ShortestName);

    private static bool IsAddress(Match match, string text)
    {
        var name = match.Groups["name"].Value.TrimEnd('.');
        if (NoNames.Contains(name) || NoEnds.Contains(NextWord(text, match.Index + match.Length)))
        {
            return false;
        }

        var kind = match.Groups["kind"].Value;
        var isNumbered = match.Groups["before"].Length > 0 || match.Groups["after"].Length > 0;
        if (char.IsAsciiDigit(name[0]))
        {
            return NumberedKinds.Contains(kind) && name.Length <= 4;
        }

        // English puts the name first, where it may be the sentence's own capital.
        var isNamed = char.IsUpper(name[0]) && (match.Groups["link"].Success || match.Index > 0 || char.IsUpper(kind[0]));
        return isNamed || isNumbered
            || (match.Groups["link"].Value.ToLowerInvariant() is "des " or "de la " or "de l'" or "de l’" && kind is not "place" and not "plaza");
    }

    private static string NextWord(string text, int from)
    {
        while (from < text.Length && text[from] == ' ')
        {
            from++;
        }

        var end = from;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return text[from..end];
    }

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Without backtracking: the text is a stranger's.</summary>
    private static Regex Form(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
