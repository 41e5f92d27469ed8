using System.Globalization;

namespace CleanFte.Application.Open311;

/// <summary>A stretch of time as GeoReport asks for it.</summary>
public readonly record struct Period(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest that may be asked for, and what is given when nobody asks.</summary>
    public const int MaxDays = 90;

    private const string Rule = "Write a date and time with its zone: 2026-11-21T10:00:00Z.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(MaxDays);

    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Date and time with a zone, or a date alone, which is midnight in UTC.</summary>
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Both ends included; one that is missing follows from the other. Null, with the reason, when it cannot be.</summary>
    public static Period? Read(string? start, string? end, DateTimeOffset now, Dictionary<string, string[]> errors)
    {
        var from = Moment("start_date", start, errors);
        var to = Moment("end_date", end, errors);
        if (errors.ContainsKey("start_date") || errors.ContainsKey("end_date"))
        {
            return null;
        }

        // One that is given alone ends at the latest now; what is dated by a clock ahead of ours is found all the same.
        var last = to ?? (from is { } begin && begin + Longest < now ? begin + Longest : Later(from, now) + TimeSpan.FromHours(1));
        var period = new Period(from ?? last - Longest, last);
        if (period.To < period.From)
        {
            errors["end_date"] = ["end_date is before start_date."];
            return null;
        }

        if (to is not null && period.To - period.From > Longest)
        {
            errors["end_date"] = [$"Ask for at most {MaxDays} days at once."];
            return null;
        }

        return period;
    }

    /// <summary>A moment; null when there is none, or it cannot be read, which is said then.</summary>
    public static DateTimeOffset? Moment(string name, string? text, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TryRead(text.Trim(), out var moment) && moment >= Earliest && moment < Latest)
        {
            return moment.ToUniversalTime();
        }

        errors[name] = [Rule];
        return null;
    }

    private static bool TryRead(string text, out DateTimeOffset moment)
    {
        // A plus sign that nobody escaped arrives as a space.
        var spelt = text.Replace(' ', '+');
        var hasZone = spelt.EndsWith('Z') || spelt.Length > 6 && spelt[^6] is '+' or '-' && spelt[^3] == ':';
        moment = default;
        return (hasZone || !spelt.Contains('T', StringComparison.Ordinal))
            && DateTimeOffset.TryParseExact(
                spelt, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
