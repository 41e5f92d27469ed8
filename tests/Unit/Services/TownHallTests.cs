using System.Text.RegularExpressions;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using CleanFte.Domain.Texts;

namespace CleanFte.Unit.Services;

public sealed partial class TownHallTests
{
    [Fact]
    public void Codes_are_well_formed_and_unique()
    {
        TownHall.Catalogue.Select(s => s.Code).ShouldBeUnique();
        TownHall.Catalogue.ShouldAllBe(s => Code().IsMatch(s.Code) && Code().IsMatch(s.Group));
    }

    [Fact]
    public void Every_service_speaks_the_three_languages_in_short_names_and_one_sentence() =>
        TownHall.Catalogue.ShouldAllBe(s =>
            s.Texts.Keys.Order().SequenceEqual(new[] { "en", "es", "fr" })
            && s.Texts.Values.All(t => t.Name.Length <= IntakeTexts.MaxServiceName && t.Description.EndsWith('.')));

    [Fact]
    public void Only_the_general_service_has_no_triggers()
    {
        var silent = TownHall.Catalogue.Where(s => s.Texts.Values.Any(t => t.Triggers.Count == 0)).ToList();

        silent.Select(s => s.Code).ShouldBe([TownHall.General]);
        silent[0].ShouldBeSameAs(TownHall.Catalogue[^1]);
    }

    [Fact]
    public void Triggers_are_written_in_lower_case_without_accents() =>
        TownHall.Catalogue.SelectMany(s => s.Texts.Values).SelectMany(t => t.Triggers)
            .Where(t => !Trigger().IsMatch(t)).ShouldBeEmpty();

    [Fact]
    public void A_trigger_belongs_to_one_service()
    {
        var owners = TownHall.Catalogue
            .SelectMany(s => s.Texts.Values.SelectMany(t => t.Triggers).Distinct().Select(t => (Trigger: t, s.Code)))
            .GroupBy(t => t.Trigger)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(t => t.Code))}");

        owners.ShouldBeEmpty();
    }

    [Fact]
    public void Each_trigger_finds_its_service()
    {
        var matcher = new ServiceMatcher(TownHall.Catalogue);
        var lost = TownHall.Catalogue
            .SelectMany(s => s.Texts.Values.SelectMany(t => t.Triggers).Select(t => (Trigger: t, s.Code)))
            .Where(t => matcher.Find(t.Trigger)?.Service.Code != t.Code)
            .Select(t => $"{t.Trigger}: {matcher.Find(t.Trigger)?.Service.Code} instead of {t.Code}");

        lost.ShouldBeEmpty();
    }

    [GeneratedRegex("^[a-z0-9_]{2,40}$")]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z0-9]+([ '-][a-z0-9]+)*$")]
    private static partial Regex Trigger();
}
