using System.Globalization;
using CleanFte.Domain.Tenants;

namespace CleanFte.Domain.Texts;

/// <summary>What is said to somebody whom a person answers from now on.</summary>
public static class HandoverTexts
{
    /// <param name="manner">How it is written.</param>
    /// <param name="number">The tracking number.</param>
    /// <param name="taken">Whether somebody has it already.</param>
    /// <param name="sorry">Whether we are sorry first.</param>
    /// <param name="own">The tenant's own words instead of ours, with <c>{number}</c>; or null.</param>
    /// <param name="now">In the tenant's zone.</param>
    /// <param name="back">When people are there again, in the tenant's zone; null while they are, or where nobody says.</param>
    public static string Of(
        Manner manner, string number, bool taken, bool sorry, string? own, DateTimeOffset now, DateTimeOffset? back)
    {
        var key = (taken, sorry) switch
        {
            (true, false) => TextKey.Connecting,
            (true, true) => TextKey.ConnectingSorry,
            (false, false) => TextKey.HandedOver,
            _ => TextKey.HandedOverSorry,
        };
        var said = own?.Replace(HandoverRules.Number, number, StringComparison.Ordinal)
            ?? TextTable.Fill(manner, key, ("number", number));
        return taken ? said : $"{said} {Back(manner, now, back)}";
    }

    private static string Back(Manner manner, DateTimeOffset now, DateTimeOffset? back)
    {
        if (back is not { } at)
        {
            return TextTable.Fill(manner, TextKey.AsSoonAsPossible);
        }

        var time = at.ToString("HH:mm", CultureInfo.InvariantCulture);
        return (at.Date - now.Date).Days switch
        {
            0 => TextTable.Fill(manner, TextKey.BackToday, ("time", time)),
            1 => TextTable.Fill(manner, TextKey.BackTomorrow, ("time", time)),
            _ => TextTable.Fill(
                manner, TextKey.BackOn,
                ("weekday", TextTable.Fill(manner, TextKey.Weekdays).Split(", ")[(int)at.DayOfWeek]),
                ("date", SpokenDate.Of(manner, at)), ("time", time)),
        };
    }
}
