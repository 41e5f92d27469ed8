using System.Text.RegularExpressions;

namespace CleanFte.Domain.Guardrails;

/// <summary>An amount of money, or a share of one.</summary>
/// <param name="Number">Digits with a dot before decimals, without zeros at the end of them.</param>
/// <param name="Currency">One spelling per currency; <c>%</c> for a share, empty when the text leaves it open.</param>
internal readonly record struct Amount(string Number, string Currency, Found Place)
{
    public bool IsShare => Currency == "%";

    /// <summary>The $ of many countries may be written out; two written out currencies are never the same.</summary>
    public bool IsSaidBy(string number, string currency) => Number == number
        && (Currency == currency || (Currency.Length == 0 && currency != "%") || (IsDollar(Currency, currency)));

    private static bool IsDollar(string one, string other) => (one == "$" && other is "usd" or "peso" or "cad")
        || (other == "$" && one is "usd" or "peso" or "cad");
}

/// <summary>Finds amounts in digits and in words, with their currency before or behind them.</summary>
internal static partial class Amounts
{
    private const string Number =
        @"(?:[0-9]{1,3}(?:[ .,'][0-9]{3})+|[0-9]{1,9})(?:[.,][0-9]{1,2})?" +
        "(?: ?(?:k|mil|thousand|million|millions|millones|mille))?";

    private const string Word =
        "euros?|eur|dollars?|dolar|dolares|usd|pesos?|mxn|cad|pounds?|gbp|quid|libras?|livres sterling|francs?|" +
        "francos?|chf|pavos|balles|bucks|pence|pennies|cents?|centimos?|centavos?|centimes?|yen|jpy";

    /// <summary>Number words of one amount: "two hundred and thirty-five" has four.</summary>
    private const int MaxWords = 8;

    public static IEnumerable<Amount> In(AnswerText text) =>
        In(text.Folded).OrderBy(amount => amount.Place.Start);

    private static IEnumerable<Amount> In(string text)
    {
        foreach (var pattern in new[] { Behind(), Before(), Bare() })
        {
            foreach (Match match in pattern.Matches(text))
            {
                var digits = Digits().Match(match.Value);
                var currency = pattern == Bare() ? ""
                    : CurrencyOf((match.Value[..digits.Index] + match.Value[(digits.Index + digits.Length)..]).Trim());
                if (pattern != Before() || !FollowsNumber(text, match.Index))
                {
                    yield return new(Canonical(digits.Value), currency, new(match.Index, match.Length));
                }
            }
        }

        foreach (Match match in Named().Matches(text))
        {
            if (InWords(text, match) is { } amount)
            {
                yield return amount;
            }
        }
    }

    /// <summary>In "20 € 30" the sign belongs to what stands before it.</summary>
    private static bool FollowsNumber(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd(' ');
        return !before.IsEmpty && char.IsAsciiDigit(before[^1]);
    }

    private static Amount? InWords(string text, Match currency)
    {
        List<string> words = [];
        var start = currency.Index;
        while (words.Count < MaxWords && WordBefore(text, start) is (var at, var word)
            && (NumberWords.Has(word) || (words.Count > 0 && NumberWords.IsLink(word))))
        {
            start = at;
            words.Insert(0, word);
        }

        var numbers = words.Where(NumberWords.Has).ToList();
        return numbers.Count == 0 ? null : new Amount(
            NumberWords.ValueOf(numbers).ToString(System.Globalization.CultureInfo.InvariantCulture),
            CurrencyOf(currency.Value),
            new(start, currency.Index + currency.Length - start));
    }

    private static (int Start, string Word)? WordBefore(string text, int end)
    {
        while (end > 0 && text[end - 1] is ' ' or '-')
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return start == end ? null : (start, text[start..end]);
    }

    /// <summary>1.200,00 and 1 200 are 1200; 12,50 is 12.5.</summary>
    private static string Canonical(string number)
    {
        var multiple = string.Concat(number.Where(char.IsLetter));
        var digits = number.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz "]);
        var last = digits.LastIndexOfAny(['.', ',']);
        var hasDecimals = last >= 0 && digits.Length - last <= 3;
        var whole = string.Concat((hasDecimals ? digits[..last] : digits).Where(char.IsAsciiDigit)).TrimStart('0');
        var decimals = hasDecimals ? digits[(last + 1)..].TrimEnd('0') : "";
        return (whole.Length == 0 ? "0" : whole) + (decimals.Length == 0 ? "" : "." + decimals) + multiple;
    }

    private static string CurrencyOf(string spelled) => spelled.Trim('-', ' ') switch
    {
        "€" or "euro" or "euros" or "eur" or "pavos" or "balles" => "eur",
        "$" => "$",
        "us$" or "usd" or "us dollar" or "us dollars" or "dollar" or "dollars" or "dolar" or "dolares"
            or "bucks" => "usd",
        "peso" or "pesos" or "mxn" or "mx$" => "peso",
        "£" or "pound" or "pounds" or "gbp" or "quid" or "libra" or "libras" or "livres sterling" => "gbp",
        "franc" or "francs" or "franco" or "francos" or "chf" => "chf",
        "pence" or "pennies" or "cent" or "cents" or "centimo" or "centimos" or "centavo" or "centavos" or "centime"
            or "centimes" => "cent",
        "¥" or "yen" or "jpy" => "jpy",
        "percent" or "per cent" or "por ciento" or "pour cent" => "%",
        var other => other,
    };

    [GeneratedRegex(Number)]
    private static partial Regex Digits();

    [GeneratedRegex(
        Number + @" ?-?(?:[€$£¥%]|(?:us )?(?:" + Word + @"|percent|per cent|por ciento|pour cent)\b)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Behind();

    [GeneratedRegex(
        @"(?:(?:us|mx|ca)?[$]|[€£¥]|\b(?:eur|euros?|usd|gbp|chf|mxn|cad|jpy)) ?" + Number,
        RegexOptions.NonBacktracking)]
    private static partial Regex Before();

    [GeneratedRegex(@"\b(?:" + Word + @")\b", RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    /// <summary>"It costs 20." and "the fee is 20 per year", as far as no other unit follows.</summary>
    [GeneratedRegex(
        @"\b(?:costs?|cuestan?|coute|coutent|(?:fee|price|charge|tasa|tarifa|precio|importe|tarif|prix|montant)" +
        @" (?:is|are|will be|sera|es|est))(?: (?:de|of|about|only|just|unos|solo|environ|seulement))* " + Number +
        @"(?:[.!?;]?$|[.!?;] |, | (?:per|por|par|al|each|in all|en total|au total)\b)",
        RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Bare();
}
