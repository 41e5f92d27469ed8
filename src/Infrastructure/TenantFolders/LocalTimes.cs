using System.Globalization;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// Moments as people write them: a date, which is the whole day where the tenant is, or a time with its offset (RFC
/// 3339).
/// </summary>
internal static class LocalTimes
{
    private const string Date = "yyyy-MM-dd";

    private const int FirstYear = 1900;

    /// <summary>The day after its last one, in whatever zone, is still a moment.</summary>
    private const int LastYear = 9998;

    private static readonly string[] Times =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>From the beginning of a day, or a moment.</summary>
    public static DateTimeOffset? From(Fields fields, string key, TimeZoneInfo zone) => Read(fields, key, zone, 0);

    /// <summary>To the end of a day, or a moment that no longer belongs to it.</summary>
    public static DateTimeOffset? To(Fields fields, string key, TimeZoneInfo zone) => Read(fields, key, zone, 1);

    public static string WriteFrom(DateTimeOffset moment, TimeZoneInfo zone) => Write(moment, zone, 0);

    public static string WriteTo(DateTimeOffset moment, TimeZoneInfo zone) => Write(moment, zone, 1);

    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is >= FirstYear and <= LastYear;

    public static string Write(DateOnly date) => date.ToString(Date, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Read(Fields fields, string key, TimeZoneInfo zone, int days)
    {
        if (fields.Optional(key) is not { } text)
        {
            return null;
        }

        if (TryReadDate(text, out var date))
        {
            return Midnight(date.AddDays(days), zone);
        }

        // Without its offset a time would be read as that of the machine this runs on.
        return text.Length > 0 && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.LastIndexOf('T'))
            && DateTimeOffset.TryParseExact(
                text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToUniversalTime()
            : fields.Wrong<DateTimeOffset?>(
                key, $"{key} is a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00+01:00.", null);
    }

    private static string Write(DateTimeOffset moment, TimeZoneInfo zone, int days)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        return date.Year is > FirstYear and <= LastYear && Midnight(date, zone) == moment
            ? Write(date.AddDays(-days))
            : moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>When a day begins; some clocks are put forward at midnight.</summary>
    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone.GetUtcOffset(local))
            .ToUniversalTime();
    }
}
