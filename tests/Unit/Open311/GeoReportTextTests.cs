using CleanFte.Application.Open311;
using CleanFte.Application.Services;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Open311;

/// <summary>How what clients of GeoReport write is read.</summary>
public sealed class GeoReportTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00.25Z", "2026-11-21T10:00:00.25Z")]
    [InlineData("2026-11-21T10:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00+02:00", "2026-11-21T08:00:00Z")]
    [InlineData("2026-11-21T10:00:00 02:00", "2026-11-21T08:00:00Z")]
    [InlineData("2026-11-21T10:00:00-06:00", "2026-11-21T16:00:00Z")]
    [InlineData(" 2026-11-21 ", "2026-11-21T00:00:00Z")]
    public void A_moment_is_read_with_its_zone(string text, string moment)
    {
        var errors = new Dictionary<string, string[]>();

        Period.Moment("at", text, errors).ShouldBe(
            DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-21T10:00:00")]
    [InlineData("2026-11-21 10:00:00")]
    [InlineData("21/11/2026")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2200-01-01T00:00:00Z")]
    [InlineData("now")]
    [InlineData("2026-11-21T10:00:00+99:00")]
    [InlineData("2026-11-21T10:00:00Z; drop table tickets")]
    public void What_is_no_moment_is_named(string text)
    {
        var errors = new Dictionary<string, string[]>();

        Period.Moment("at", text, errors).ShouldBeNull();

        errors.Keys.ShouldBe(["at"]);
    }

    [Fact]
    public void Without_dates_it_is_the_last_90_days()
    {
        var period = Period.Read(null, "", Now, []).ShouldNotBeNull();

        period.To.ShouldBe(Now.AddHours(1));
        (period.To - period.From).TotalDays.ShouldBe(Period.MaxDays);
    }

    [Theory]
    [InlineData("OPEN", TicketStatus.Open)]
    [InlineData("open", TicketStatus.Open)]
    [InlineData("IN_PROGRESS", TicketStatus.InProgress)]
    [InlineData("In progress", TicketStatus.InProgress)]
    [InlineData("ACTION_SCHEDULED", TicketStatus.InProgress)]
    [InlineData("Closed", TicketStatus.Resolved)]
    [InlineData("fixed - council", TicketStatus.Resolved)]
    [InlineData("NOT_COUNCILS_RESPONSIBILITY", TicketStatus.Resolved)]
    [InlineData("Not council's responsibility", TicketStatus.Resolved)]
    [InlineData("NO_FURTHER_ACTION", TicketStatus.Resolved)]
    public void Other_systems_words_are_understood(string word, TicketStatus status)
    {
        UpdateWord.TryRead(word, out _, out var read).ShouldBeTrue();
        read.ShouldBe(status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("escalated")]
    [InlineData("open closed")]
    [InlineData("oooooooooooooooooooooooooooooooooooooooooopen")]
    public void Words_that_mean_nothing_to_us_are_not_guessed(string word) =>
        UpdateWord.TryRead(word, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("40.4168", "-3.7", null, null)]
    [InlineData("4.04e1", " -3.7", null, null)]
    [InlineData(null, null, "Calle Mayor 5", null)]
    [InlineData(null, null, null, "1234")]
    [InlineData("0", "0", "Calle Mayor 5", "1234")]
    public void A_place_is_told_in_three_ways(string? latitude, string? longitude, string? address, string? id)
    {
        var errors = new Dictionary<string, string[]>();
        var told = new ReportedPlace(latitude, longitude, address, id);

        var place = told.Read(errors).ShouldNotBeNull();

        errors.ShouldBeEmpty();
        place.IsOnEarth().ShouldBeTrue();
        ReportedPlace.Parts(place).ShouldBe((address, address is null ? id : null));
        told.Remainder.ShouldBe(address is not null && id is not null ? $"address_id: {id}" : null, "nothing is lost");
    }

    [Theory]
    [InlineData("Infinity", "0")]
    [InlineData("40,4168", "0")]
    [InlineData("0", "180.0001")]
    [InlineData("0x10", "0")]
    [InlineData("1e400", "0")]
    public void A_place_that_is_nowhere_is_refused(string latitude, string longitude)
    {
        var errors = new Dictionary<string, string[]>();

        new ReportedPlace(latitude, longitude, null, null).Read(errors).ShouldBeNull();

        errors.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_long_address_is_refused_rather_than_cut()
    {
        var errors = new Dictionary<string, string[]>();

        new ReportedPlace(null, null, new string('a', 301), new string('1', 101)).Read(errors).ShouldBeNull();

        errors.Keys.ShouldBe(["address_string", "address_id"]);
    }

    [Fact]
    public void Only_public_reports_that_anybody_may_make_are_listed()
    {
        var service = TownHall.Catalogue[0];
        Publication.IsListed(service).ShouldBeTrue();
        Publication.IsListed(service with { Public = false }).ShouldBeFalse();
        Publication.IsListed(service with { Roles = ["parent"] }).ShouldBeFalse();
        Publication.IsListed(service with { Kind = ServiceKind.Guided }).ShouldBeFalse();
        Publication.IsListed(service with { Kind = ServiceKind.Information }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("7", "7")]
    [InlineData("12.50", "12.50")]
    [InlineData("1.2e3", "1200")]
    [InlineData("about 30", "30")]
    [InlineData("12.5.1", null)]
    [InlineData("34600111222", null)]
    [InlineData("1e400", null)]
    [InlineData("NaN", null)]
    public void A_number_is_any_number_that_somebody_means(string text, string? read)
    {
        var girth = new ServiceStep("girth", StepInput.Number, [], [], 3, new Dictionary<string, ServiceStepText>());
        var service = new ServiceDefinition(
            "tree", "parks", ServiceKind.Report, true, [], default, false, false, new Dictionary<string, ServiceText>())
        {
            Steps = [girth],
        };
        var errors = new Dictionary<string, string[]>();

        var answers = ReportedAnswers.Read(
            service, new Dictionary<string, IReadOnlyList<string>> { ["girth"] = [text] }, name => name, errors);

        answers.Select(a => a.Value).SingleOrDefault().ShouldBe(read);
        errors.Count.ShouldBe(read is null ? 1 : 0);
    }
}
