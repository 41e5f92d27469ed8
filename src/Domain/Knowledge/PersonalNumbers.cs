using System.Text.RegularExpressions;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Knowledge;

/// <summary>
/// Whether a text has a number, an address or a date by which somebody is known: a telephone, an e-mail, a document, a card,
/// an account, a case, a car, a birthday, a home. What the organisation says itself is not.
/// </summary>
internal static partial class PersonalNumbers
{
    /// <summary>Digits in a row, however they are grouped, that are somebody's: shorter ones are prices and years.</summary>
    private const int LongNumber = 7;

    /// <summary>Digits of a code that has letters, too.</summary>
    private const int LongCode = 5;

    /// <summary>Digits that belong to a person where he wrote them himself.</summary>
    private const int OwnNumber = 4;

    /// <summary>Words between "reference" and its number.</summary>
    private const int MaxBetween = 3;

    private const int CaseNumber = 3;

    /// <summary>Letters of a street's name.</summary>
    private const int ShortestPlace = 3;

    /// <summary>Digits that are told one by one, as words.</summary>
    private const int SpelledNumber = 6;

    /// <summary>Addresses of one text that are looked for.</summary>
    private const int MaxAddresses = 10;

    private static readonly HashSet<string> Cases = Words("""
        case reference ref file ticket account policy invoice contract claim booking passport licence license plate card iban nif
        dni nie cif ssn nhs id pin code expediente referencia cuenta poliza factura contrato pasaporte matricula tarjeta carnet
        carne cip nss dossier compte facture contrat passeport immatriculation carte siret securite
        application request order appointment solicitud cita pedido demande commande
        """);

    private static readonly HashSet<string> Living = Words("""
        live lives living reside resides resident address home house flat apartment apt vivo vivimos vive domicilio direccion
        resido casa piso portal puerta escalera bloque habite habitons domicile adresse maison appartement etage reside demeure
        """);

    private static readonly HashSet<string> Dwellings = Words("flat apartment apt house piso portal puerta escalera bloque appartement");

    private static readonly HashSet<string> SpokenDigits = Words("""
        zero oh one two three four five six seven eight nine cero uno dos tres cuatro cinco seis siete ocho nueve
        un deux trois quatre cinq sept huit neuf
        """);

    private static readonly HashSet<string> SpokenTens = Words("""
        ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
        eighty ninety diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa
        dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante
        """);

    private static readonly string[] Births =
    [
        " born ", " date of birth ", " birthday ", " birthdate ", " dob ", " d o b ", " nacido ", " nacida ", " naci ", " nacio ",
        " nacimiento ", " cumpleanos ", " naissance ", " ne le ", " nee le ", " ne en ", " nee en ",
         " anniversaire ",
    ];

    /// <param name="text">A sentence, a part of one, or several.</param>
    /// <param name="known">Who is known, and what is the organisation's own.</param>
    /// <param name="citizen">Whether a citizen wrote it: then every house number is his.</param>
    public static bool Any(string text, Acquaintances known, bool citizen)
    {
        var read = AnswerText.Read(text.ReplaceLineEndings(" "), Acquaintances.MaxText);
        var words = FoldedWords.Join(read.Folded).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Contacts.In(read).Any(contact => !known.Facts.Has(contact))
            || TrackingMentions.In(read).Any()
            || HasLongNumber(read.Folded, known)
            || HasCode(read.Folded, known)
            || Plate().IsMatch(text)
            || HasCaseNumber(words, known)
            || IsSpelled(words)
            || HasDateOfLife(read.Folded, known)
            || HasLink(read.Folded, known, citizen)
            || NumbersOf(text).Any(n => !citizen && known.TheirNumbers.Contains(n) && !known.Says(n))
            || (citizen ? IsHome(text, words) : RepeatsHome(text, words, known));
    }

    /// <summary>Numbers that somebody wrote, years left out: the digits alone.</summary>
    public static IEnumerable<string> NumbersOf(string text) =>
        from Match match in Grouped().Matches(AnswerText.Read(text, Acquaintances.MaxText).Folded)
        let digits = DigitsOf(match.Value)
        where digits.Length >= OwnNumber && !IsYear(digits)
        select digits;

    /// <summary>Addresses that somebody wrote.</summary>
    public static IEnumerable<string> AddressesOf(string text)
    {
        for (var (rest, found) = (text, 0); found < MaxAddresses && AddressMention.Find(rest) is { } address; found++)
        {
            yield return address;
            rest = rest[(rest.IndexOf(address, StringComparison.Ordinal) + address.Length)..];
        }
    }

    private static bool HasLongNumber(string folded, Acquaintances known) =>
        Grouped().Matches(Usual().Replace(folded, match => new string('\n', match.Length)))
            .Any(match => DigitsOf(match.Value) is var digits
                && (digits.Length >= LongNumber || (digits.Length >= LongCode && digits.Length == match.Length)) && !IsHours(match.Value)
                && !IsAmount(folded, match) && !known.Says(digits));

    /// <summary>12345678z, xk1234567, 6oo111222</summary>
    private static bool HasCode(string folded, Acquaintances known) =>
        Code().Matches(Usual().Replace(folded, match => new string(' ', match.Length))).Any(match =>
            match.Value.Count(char.IsAsciiDigit) >= LongCode && match.Value.Any(char.IsAsciiLetter)
            && !known.Says(Acquaintances.Compact(match.Value)));

    private static bool HasCaseNumber(string[] words, Acquaintances known)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Count(char.IsAsciiDigit) >= CaseNumber && !IsYear(words[i]) && !known.Says(words[i])
                && words[Math.Max(0, i - MaxBetween)..i].Any(Cases.Contains))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpelled(string[] words)
    {
        var row = 0;
        foreach (var word in words)
        {
            row = SpokenDigits.Contains(word) || (word.Length == 1 && char.IsAsciiDigit(word[0])) ? row + 1
                : SpokenTens.Contains(word) ? row + 2
                : 0;
            if (row >= SpelledNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A birthday, or a day of a year that is over.</summary>
    private static bool HasDateOfLife(string folded, Acquaintances known)
    {
        var plain = " " + FoldedWords.Join(folded);
        return (Array.Exists(Births, cue => plain.Contains(cue, StringComparison.Ordinal))
                && (Date().IsMatch(folded) || Year().IsMatch(folded) || WrittenDate().IsMatch(plain)))
            || Date().Matches(folded).Any(date => IsPast(date.Groups["year"].Value, known.Year) && !known.Says(DigitsOf(date.Value)));
    }

    private static bool IsPast(string year, int now) =>
        year.Length == 2 || (int.TryParse(year, out var number) && number < now);

    private static bool HasLink(string folded, Acquaintances known, bool citizen) =>
        Link().Matches(folded).Any(link => (citizen || link.Value.AsSpan().IndexOfAny("?=#@") >= 0
            || link.Value.Count(char.IsAsciiDigit) >= LongCode) && !known.Says(Acquaintances.Compact(link.Value)));

    private static bool IsHome(string text, string[] words) =>
        (AddressesOf(text).Any(address => address.Any(char.IsAsciiDigit)))
        || PostalCode().IsMatch(text)
        || (Array.Exists(words, Living.Contains)
            && (words.Any(w => char.IsAsciiDigit(w[0])) || AddressMention.Find(text) is not null))
        || words.Where((w, i) => i > 0 && char.IsAsciiDigit(w[0]) && Dwellings.Contains(words[i - 1])).Any();

    /// <summary>A colleague may say where the office is; where the citizen lives he may not.</summary>
    private static bool RepeatsHome(string text, string[] words, Acquaintances known) =>
        PostalCode().Matches(text).Any(code => !known.Says(Acquaintances.Compact(code.Value)))
        || known.TheirAddresses.Any(home => SharesPlace(home, words))
        || (AddressMention.Find(text) is { } address && !known.Says(Acquaintances.Compact(address))
            && $" {string.Join(' ', words)} " is var plain
            && YourHome.Any(cue => plain.Contains(cue, StringComparison.Ordinal)));

    private static readonly string[] YourHome =
    [
        " your home ", " your house ", " your address ", " your flat ", " your street ", " you live ", " su casa ", " su domicilio ",
        " su direccion ", " tu casa ", " tu direccion ", " tu calle ", " su calle ", " vive ", " vives ",
        " votre domicile ", " votre adresse ",
        " votre maison ", " votre rue ", " chez vous ", " vous habitez ",
    ];

    /// <summary>Whether a text has a name and the number, if there is one, of an address.</summary>
    private static bool SharesPlace(string home, string[] words)
    {
        var parts = FoldedWords.Join(home).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var number = Array.Find(parts, p => char.IsAsciiDigit(p[0]));
        return (number is null || words.Contains(number))
            && Array.Exists(parts, p => p.Length >= ShortestPlace && !char.IsAsciiDigit(p[0])
                && !PersonWords.Places.Contains(p) && words.Contains(p));
    }

    /// <summary>9-14 16-19: hours of a day.</summary>
    private static bool IsHours(string spelled)
    {
        var groups = spelled.Split([' ', '.', '-', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return groups.Length <= 4 && groups.All(g => g.Length <= 2 && int.Parse(g, System.Globalization.CultureInfo.InvariantCulture) <= 24)
            && spelled[0] != '0';
    }

    private static bool IsAmount(string folded, Match match) =>
        folded.AsSpan(match.Index + match.Length).TrimStart() is ['€' or '$' or '£', ..] or ['e', 'u', 'r', ..]
        || folded.AsSpan(0, match.Index).TrimEnd() is [.., '€' or '$' or '£'];

    private static bool IsYear(string digits) => digits.Length == 4 && digits[..2] is "19" or "20";

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static HashSet<string> Words(string words) =>
        new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    [GeneratedRegex(@"[0-9](?:[ .()/-]{0,3}[0-9])*", RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();

    /// <summary>Dates, years and hours, whose digits are nobody's.</summary>
    [GeneratedRegex(
        @"\b(?:[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[./-][01]?[0-9][./-][0-3]?[0-9])\b" +
        @"|\b(?:19|20)[0-9]{2} ?[/-] ?(?:19|20)?[0-9]{2}\b" +
        @"|\b[0-2]?[0-9][.:h][0-5][0-9]\b ?(?:-|to|a|y|and|et|h)? ?(?:[0-2]?[0-9][.:h][0-5][0-9]\b)?" +
        @"|\b[0-2]?[0-9]h ?(?:-|a|y|et) ?[0-2]?[0-9]h(?:[0-5][0-9])?\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Usual();

    [GeneratedRegex(@"[0-9a-z]+(?:-[0-9a-z]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    /// <summary>Of a car: Spanish, French, British.</summary>
    [GeneratedRegex(
        @"\b[0-9]{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}\b|\b[0-9]{4}[bcdfghjklmnprstvwxyz]{3}\b" +
        @"|\b[A-Za-z]{2}-[0-9]{3}-[A-Za-z]{2}\b|\b[A-Z]{2} [0-9]{3} [A-Z]{2}\b|\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Plate();

    /// <summary>British ones, which name a few houses.</summary>
    [GeneratedRegex(@"\b[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex PostalCode();

    [GeneratedRegex(
        @"\b[0-3]?[0-9] ?[./-] ?[01]?[0-9] ?[./-] ?(?<year>(?:19|20)[0-9]{2})\b|\b[0-3]?[0-9][./-][01]?[0-9][./-](?<year>[0-9]{2})\b" +
        @"|\b(?<year>(?:19|20)[0-9]{2})[./-][01]?[0-9][./-][0-3]?[0-9]\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex(@"\b(?:19|20)[0-9]{2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Year();

    [GeneratedRegex(
        @"\b[0-3]?[0-9](?:st|nd|rd|th|er)? (?:de |of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec" +
        @"|ene|abr|ago|dic|fev|avr|mai|juin|aou)",
        RegexOptions.NonBacktracking)]
    private static partial Regex WrittenDate();

    [GeneratedRegex(@"(?:https?://|www\.)[^ ]+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
