using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Knowledge;

/// <summary>The kind of thing that a question wants to be told.</summary>
public enum AskedFact
{
    Duration,
    Contact,
    Price,
    Time,
    Place,
}

/// <summary>Which kind of fact a question asks for, by its words, and which passages have one of that kind.</summary>
public static class AskedFacts
{
    /// <summary>Folded, with the earlier lines first: "how much time" asks for no price.</summary>
    private static readonly (AskedFact? Fact, string[] Words)[] Asking =
    [
        (AskedFact.Duration, Phrases("""
            how long, how much time, how many days, how many weeks, how many months, how many years, how many hours,
            how many minutes, cuanto tiempo, cuanto tarda, cuanto tardan, cuanto se tarda, cuanto dura, cuanto duran,
            cuantos dias, cuantas semanas, cuantos meses, cuantos anos, cuantas horas, cuantos minutos, que plazo,
            plazo, combien de temps, combien de jours, combien de semaines, combien de mois, combien d annees,
            combien d heures, combien de minutes, quel delai, delai, duree
            """)),
        (AskedFact.Contact, Phrases("""
            phone number, telephone number, telephone, email address, e mail address, contact details, who do i,
            who can i, who should i, who to, whom, number to call, number to ring, que telefono, numero de telefono,
            telefono, a quien, con quien, que correo, como contacto, numero de telephone, qui contacter, a qui,
            qui dois je, qui puis je, comment contacter, comment joindre, comment vous joindre
            """)),
        (null, Phrases("""
            combien de, combien d
            """)),
        (AskedFact.Price, Phrases("""
            how much, cost, costs, price, prices, fee, fees, charge, charges, free, cuanto, precio, precios, cuesta,
            cuestan, coste, tarifa, tarifas, gratis, gratuito, gratuita, combien, prix, tarif, tarifs, coute, coutent,
            gratuit, gratuite
            """)),
        (AskedFact.Time, Phrases("""
            when is, when are, when do, when does, when can, when will, when s, whens, what time, what times,
            which day, which days, what day, what days, what date, opening hours, opening times, hours,
            what are the times, cuando, a que hora, que hora, que horas, horario, horarios, que dia, que dias,
            que fecha, quand, quelle heure, quelles heures, heures d ouverture, horaire, horaires, quel jour,
            quels jours, quelle date
            """)),
        (AskedFact.Place, Phrases("""
            where, wheres, what address, which address, what is the address, donde, adonde, que direccion, ou est,
            ou sont, ou se, ou puis je, ou dois je, ou trouver, ou aller, ou deposer, ou peut on, ou faut il,
            quelle adresse, quelle est l adresse
            """)),
    ];

    /// <summary>Folded; that nothing is to be paid is a price, too.</summary>
    private static readonly string[] Free = Phrases("""
        is free, are free, free of charge, free for, for free, nothing to pay, pay nothing, costs nothing, no fee,
        no charge, without paying, gratis, gratuito, gratuita, gratuitos, gratuitas, no hay que pagar, no se paga,
        no pagan, no cuesta, sin pagar, gratuit, gratuite, gratuits, gratuites, gratuitement, rien a payer,
        payez rien, paient rien, sans payer
        """);

    private static readonly HashSet<string> Units = new(StringComparer.Ordinal)
    {
        "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
        "minuto", "minutos", "hora", "horas", "dia", "dias", "semana", "semanas", "mes", "meses", "ano", "anos",
        "jour", "jours", "heure", "heures", "semaine", "semaines", "mois", "an", "ans", "annee", "annees",
    };

    private const StringSplitOptions Trimmed =
        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>Between a number and what it counts: "five working days".</summary>
    private const int MostBetween = 1;

    /// <summary>The kind of fact that is asked for, or null where it is none or cannot be told.</summary>
    public static AskedFact? Of(string question)
    {
        var words = " " + FoldedWords.Join(question.AsSpan(0, Math.Min(question.Length, QuestionGuess.MaxCharacters)));
        return Array.Find(Asking, line => Has(words, line.Words)).Fact;
    }

    /// <summary>Whether a passage tells a fact of a kind.</summary>
    public static bool IsToldIn(string passage, AskedFact fact) => fact switch
    {
        AskedFact.Price => Amounts.In(Text(passage)).Any(a => a.Currency.Length > 0 && !a.IsShare)
            || Has(" " + FoldedWords.Join(passage), Free),
        AskedFact.Time => FactReader.Read(passage).Exists(
            said => said.Meanings is [{ Kind: FactKind.Time or FactKind.Weekday or FactKind.Month }, ..]),
        AskedFact.Place => AddressMention.Find(passage) is not null,
        AskedFact.Duration => HasDuration(passage),
        _ => Contacts.In(Text(passage)).Any(),
    };

    private static AnswerText Text(string passage) => AnswerText.Read(passage, Passages.MaxCharacters);

    /// <summary>"Un" and "one" count here, where "a" may mean "per".</summary>
    private static bool HasDuration(string passage)
    {
        var since = int.MaxValue;
        foreach (var word in FoldedWords.Join(passage).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Units.Contains(word) && since <= MostBetween)
            {
                return true;
            }

            since = char.IsAsciiDigit(word[0]) || NumberWords.Has(word) ? 0 : since == int.MaxValue ? since : since + 1;
        }

        return false;
    }

    private static bool Has(string words, string[] phrases) =>
        Array.Exists(phrases, phrase => words.Contains(phrase, StringComparison.Ordinal));

    /// <summary>With a space on both sides, so that whole words are met.</summary>
    private static string[] Phrases(string phrases) =>
        [.. phrases.Split([',', '\n'], Trimmed).Select(p => $" {p} ")];
}
