using System.Globalization;

namespace CleanFte.Domain.Guardrails;

/// <summary>Finds numbers, times, weekdays and months, in digits and in words.</summary>
internal static class FactReader
{
    private const int Noon = 12 * 60;
    private const int Day = 24 * 60;
    private const int LongestNumber = 9;

    public static List<SaidFact> Read(string text)
    {
        List<SaidFact> facts = [];
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        List<string> numbers = [];
        var isCounted = false;
        var (at, before, isHalf) = (0, "", false);
        while (words.MoveNext())
        {
            var word = words.Current.ToString();
            if (words.Start < at)
            {
                continue;
            }

            if (char.IsAsciiDigit(word[0]))
            {
                AddNumbers(facts, numbers, isHalf);
                facts.Add(Number(text, words.Start, out at));
            }
            else if (NumberWords.Has(word) && !GroundedLexicon.IsNoNumber(word))
            {
                numbers.Add(word);
                isHalf = isHalf || (before == "past" && text.AsSpan(0, words.Start).TrimEnd().EndsWith("half past", StringComparison.OrdinalIgnoreCase));
            }
            else
            {
                if (!(numbers.Count > 0 && NumberWords.IsLink(word)))
                {
                    isCounted = AddNumbers(facts, numbers, isHalf) || isCounted;
                }

                if (isCounted && GroundedLexicon.KeysOf(word) is not null && facts is [.., var counted])
                {
                    facts[^1] = counted.AsCount();
                }

                AddNamed(facts, word, before, char.IsUpper(text[words.Start]));
            }

            isHalf = isHalf && numbers.Count > 0;
            isCounted = char.IsAsciiDigit(word[0]);
            before = word;
        }

        AddNumbers(facts, numbers, isHalf);
        return facts;
    }

    private static bool AddNumbers(List<SaidFact> facts, List<string> words, bool isHalfPast)
    {
        var any = words.Count > 0;
        if (any)
        {
            facts.Add(Bare(NumberWords.ValueOf(words), "", isHalfPast));
            words.Clear();
        }

        return any;
    }

    private static void AddNamed(List<SaidFact> facts, string word, string before, bool capital)
    {
        switch (GroundedLexicon.NamedBy(word))
        {
            case { Kind: FactKind.Month } when !capital && word is "may" or "march":
                break;
            case { Kind: FactKind.Weekday } day:
                Expand(facts, day.Value, before);
                break;
            case { } named:
                facts.Add(new([named], ""));
                break;
            case null when word is "weekend" or "weekends":
                facts.AddRange([Weekday(6), Weekday(0)]);
                break;
            case null when word is "demie" || (word is "media" && before == "y"):
                Halve(facts);
                break;
        }
    }

    /// <summary>"Monday to Friday" names the days between as well.</summary>
    private static void Expand(List<SaidFact> facts, int day, string before)
    {
        if (before is "to" or "a" or "au" or "through" or "until" or "hasta"
            && facts is [.., { Meanings: [{ Kind: FactKind.Weekday } from] }])
        {
            for (var between = (from.Value + 1) % 7; between != day; between = (between + 1) % 7)
            {
                facts.Add(Weekday(between));
            }
        }

        facts.Add(Weekday(day));
    }

    private static SaidFact Weekday(int day) => new([new(FactKind.Weekday, day)], "");

    /// <summary>"Nine and a half" is half past nine.</summary>
    private static void Halve(List<SaidFact> facts)
    {
        if (facts is [.., var hour])
        {
            facts[^1] = new(
                [.. hour.Meanings.Where(m => m.Kind == FactKind.Time).Select(m => m with { Value = m.Value + 30 })], "");
        }
    }

    private static SaidFact Number(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var digits = text[start..end];
        if (digits.Length > LongestNumber)
        {
            return new([], digits);
        }

        var value = int.Parse(digits, CultureInfo.InvariantCulture);
        return value < 24 && Minutes(text, end) is var (minutes, after) ? Time(text, value, minutes, ref end, after)
            : end + 1 < text.Length && text[end] is '.' or ',' && char.IsAsciiDigit(text[end + 1]) ? Decimal(text, value, digits, ref end)
            : Afternoon(text, end) is { } half ? new([new(FactKind.Time, At(value, 0, half))], digits)
            : Bare(value, digits, isHalfPast: IsHalfPast(text, start));
    }

    private static SaidFact Time(string text, int hour, int minutes, ref int end, int after)
    {
        var isPoint = text[end] == '.';
        var point = new Fact(FactKind.Number, hour, minutes);
        end = after;
        return Afternoon(text, end) is { } half ? new([new(FactKind.Time, At(hour, minutes, half))], "")
            : isPoint ? new([point, .. Halves(hour, minutes)], "")
            : hour < 12 && text[after - 1] == 'h' ? new([.. Halves(hour, minutes)], "")
            : new([new(FactKind.Time, (hour * 60) + minutes)], "");
    }

    private static SaidFact Decimal(string text, int value, string digits, ref int end)
    {
        var start = ++end;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var fraction = text[start..end];
        return fraction.Length == 3
            ? new([new(FactKind.Number, (value * 1_000) + int.Parse(fraction, CultureInfo.InvariantCulture))], digits + fraction)
            : new([new(FactKind.Number, value, int.Parse(fraction.PadRight(2, '0')[..2], CultureInfo.InvariantCulture))], "");
    }

    /// <summary>A number alone may be an hour, of the morning or the afternoon.</summary>
    private static SaidFact Bare(int value, string digits, bool isHalfPast = false) =>
        isHalfPast ? new([.. Halves(value, 30)], digits)
        : value <= 24 ? new([new(FactKind.Number, value), .. Halves(value, 0)], digits)
        : new([new(FactKind.Number, value)], digits);

    private static IEnumerable<Fact> Halves(int hour, int minutes)
    {
        var time = ((hour * 60) + minutes) % Day;
        yield return new(FactKind.Time, time);
        if (time < Noon)
        {
            yield return new(FactKind.Time, time + Noon);
        }
    }

    private static int At(int hour, int minutes, bool afternoon) =>
        ((hour % 12) * 60) + minutes + (afternoon ? Noon : 0);

    /// <summary>":30", ".30", " h 30" and " h", and where it ends.</summary>
    private static (int Minutes, int End)? Minutes(string text, int at)
    {
        var sign = at;
        while (sign < text.Length && text[sign] is ' ' or '\u00A0' or '\u202F')
        {
            sign++;
        }

        var isHour = sign < text.Length && text[sign] == 'h' && (sign + 1 == text.Length || !char.IsLetter(text[sign + 1]));
        if (!isHour && !(at < text.Length && text[at] is ':' or '.'))
        {
            return null;
        }

        var from = (isHour ? sign : at) + 1;
        var digit = from;
        while (isHour && digit < text.Length && text[digit] is ' ' or '\u00A0' or '\u202F')
        {
            digit++;
        }

        return digit + 1 < text.Length && text[digit] is >= '0' and < '6' && char.IsAsciiDigit(text[digit + 1])
            && (digit + 2 == text.Length || !char.IsAsciiDigit(text[digit + 2]))
                ? (((text[digit] - '0') * 10) + text[digit + 1] - '0', digit + 2)
                : isHour ? (0, from) : null;
    }

    /// <summary>Whether "am" or "pm" follows, and which.</summary>
    private static bool? Afternoon(string text, int at)
    {
        var rest = text.AsSpan(at).TrimStart();
        return rest.Length < 2 || rest[0] is not ('a' or 'p' or 'A' or 'P') ? null
            : (char.ToLowerInvariant(rest[1]) == 'm' && (rest.Length == 2 || !char.IsLetter(rest[2])))
                || rest.StartsWith($"{rest[0]}.m", StringComparison.OrdinalIgnoreCase)
                ? char.ToLowerInvariant(rest[0]) == 'p' : null;
    }

    private static bool IsHalfPast(string text, int start) =>
        text.AsSpan(0, start).TrimEnd().EndsWith("half past", StringComparison.OrdinalIgnoreCase);
}
