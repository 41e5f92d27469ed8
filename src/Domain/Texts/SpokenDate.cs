using System.Globalization;

namespace CleanFte.Domain.Texts;

/// <summary>Dates as they are said.</summary>
internal static class SpokenDate
{
    /// <summary>The date of its own offset, with the year.</summary>
    public static string Of(Manner manner, DateTimeOffset at)
    {
        var month = TextTable.Fill(manner, TextKey.Months).Split(", ")[at.Month - 1];
        var year = at.Year.ToString(CultureInfo.InvariantCulture);
        return at.Day == 1
            ? TextTable.Fill(manner, TextKey.DateFirst, ("month", month), ("year", year))
            : TextTable.Fill(
                manner, TextKey.Date, ("day", at.Day.ToString(CultureInfo.InvariantCulture)), ("month", month),
                ("year", year));
    }
}
