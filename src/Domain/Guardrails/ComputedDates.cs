namespace CleanFte.Domain.Guardrails;

/// <summary>Dates that an answer computes: "the next first Sunday is 6 December".</summary>
internal static class ComputedDates
{
    /// <summary>Days ahead of which a date may be named with its weekday; without one only today and tomorrow.</summary>
    private const int MaxDays = 40;

    /// <returns>How many facts from here are a date that is right, or 0.</returns>
    public static int LengthAt(IReadOnlyList<SaidFact> facts, int at, DateOnly today)
    {
        var start = at;
        var weekday = ValueAt(facts, at, FactKind.Weekday);
        at += weekday is null ? 0 : 1;
        var (day, month) = (ValueAt(facts, at, FactKind.Number), ValueAt(facts, at + 1, FactKind.Month));
        if (day is null || month is null)
        {
            (month, day) = (ValueAt(facts, at, FactKind.Month), ValueAt(facts, at + 1, FactKind.Number));
        }

        return day is { } d && month is { } m && IsNear(d, m, weekday, today) ? at + 2 - start : 0;
    }

    private static bool IsNear(int day, int month, int? weekday, DateOnly today)
    {
        for (var ahead = 0; ahead <= (weekday is null ? 1 : MaxDays); ahead++)
        {
            var date = today.AddDays(ahead);
            if (date.Day == day && date.Month == month)
            {
                return weekday is null || weekday == (int)date.DayOfWeek;
            }
        }

        return false;
    }

    private static int? ValueAt(IReadOnlyList<SaidFact> facts, int at, FactKind kind) =>
        at < facts.Count && facts[at].Meanings is [var first, ..] && first.Kind == kind ? first.Value : null;
}
