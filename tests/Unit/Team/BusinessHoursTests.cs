using CleanFte.Domain.Tenants;

namespace CleanFte.Unit.Team;

/// <summary>When people are back.</summary>
public sealed class BusinessHoursTests
{
    private static readonly TimeZoneInfo Madrid = TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid");

    private static readonly BusinessHours Hours = new(
        new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>
        {
            [DayOfWeek.Monday] = [new(new(8, 30), new(14, 0)), new(new(16, 0), new(18, 0))],
            [DayOfWeek.Tuesday] = [new(new(8, 30), new(14, 0))],
            [DayOfWeek.Friday] = [new(new(8, 30), new(14, 0))],
        },
        [new DateOnly(2026, 12, 8), new DateOnly(2026, 12, 25)]);

    [Theory]
    [InlineData("2026-12-07T09:00", null, "they are there")]
    [InlineData("2026-12-07T07:00", "2026-12-07T08:30", "before they come")]
    [InlineData("2026-12-07T14:00", "2026-12-07T16:00", "at noon, to the minute")]
    [InlineData("2026-12-07T18:00", "2026-12-11T08:30", "Tuesday is a holiday")]
    [InlineData("2026-12-11T20:00", "2026-12-14T08:30", "a weekend")]
    [InlineData("2026-12-25T09:00", "2026-12-28T08:30", "a holiday")]
    public void Somebody_is_told_when_people_are_back(string now, string? back, string because) =>
        Hours.NextOpening(Local(now), Madrid).ShouldBe(back is null ? null : Local(back), because);

    [Fact]
    public void Without_hours_nobody_knows() =>
        TenantProfile.Default("x").Hours.NextOpening(Local("2026-12-07T09:00"), Madrid).ShouldBeNull();

    [Fact]
    public void A_minute_that_the_clocks_skip_is_the_one_after()
    {
        var night = new BusinessHours(
            new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>> { [DayOfWeek.Sunday] = [new(new(2, 30), new(5, 0))] }, []);

        night.NextOpening(Local("2026-03-28T12:00"), Madrid).ShouldBe(Local("2026-03-29T03:30"));
    }

    private static DateTimeOffset Local(string text)
    {
        var time = DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, Madrid.GetUtcOffset(time));
    }
}
