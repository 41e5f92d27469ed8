using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Services;

public sealed class ServiceMatcherTests
{
    private static readonly ServiceMatcher TownHallMatcher = new(TownHall.Catalogue);

    [Fact]
    public void Reports_find_their_service_and_small_talk_finds_none()
    {
        var samples = File
            .ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Services", "MatchSamples.txt"))
            .Select(line => line.Split('|', 2))
            .ToList();
        var wrong = samples
            .Select(s => (Wanted: s[0], Text: s[1], Found: TownHallMatcher.Find(s[1])?.Service.Code ?? "none"))
            .Where(s => s.Wanted != s.Found)
            .Select(s => $"{s.Text}: {s.Found} instead of {s.Wanted}");

        samples.Count.ShouldBeGreaterThanOrEqualTo(60);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no hay luz")]
    [InlineData("LUZ")]
    [InlineData("¿luz?")]
    [InlineData("las luces")]
    public void A_trigger_is_found_as_a_whole_word_and_in_the_plural(string text) =>
        new ServiceMatcher([Service("light", "luz")]).Find(text).ShouldNotBeNull();

    [Theory]
    [InlineData("soy andaluz")]
    [InlineData("luzerna")]
    [InlineData("luz2")]
    public void A_trigger_inside_another_word_is_not_found(string text) =>
        new ServiceMatcher([Service("light", "luz")]).Find(text).ShouldBeNull();

    [Theory]
    [InlineData("lights", "light")]
    [InlineData("light", "lights")]
    [InlineData("farol", "faroles")]
    [InlineData("city", "cities")]
    [InlineData("bureau", "bureaux")]
    [InlineData("animal", "animaux")]
    [InlineData("égout", "EGOUTS")]
    [InlineData("nœud", "noeuds")]
    public void Number_case_and_accents_do_not_matter_much(string trigger, string text)
    {
        string[] triggers = trigger == "lights" ? ["lights", "light"] : [trigger, trigger + "s"];

        new ServiceMatcher([Service("it", triggers)]).Find(text).ShouldNotBeNull();
    }

    [Fact]
    public void The_longer_phrase_wins() =>
        new ServiceMatcher([Service("water", "agua"), Service("leak", "fuga de agua")])
            .Find("hay una fuga de agua")!.Value.Service.Code.ShouldBe("leak");

    [Fact]
    public void More_matches_win() =>
        new ServiceMatcher([Service("tree", "tree"), Service("sign", "sign", "pole")])
            .Find("a tree hit the sign and its pole")!.Value.Service.Code.ShouldBe("sign");

    [Fact]
    public void The_first_in_the_catalogue_wins_a_tie() =>
        new ServiceMatcher([Service("b", "same"), Service("a", "same")]).Find("same")!.Value.Service.Code.ShouldBe("b");

    [Fact]
    public void An_empty_catalogue_finds_nothing() => new ServiceMatcher([]).Find("gas leak").ShouldBeNull();

    [Theory]
    [InlineData("bache en la calle", Severity.Moderate)]
    [InlineData("bache en la calle, hay un herido", Severity.Dangerous)]
    [InlineData("a cyclist was injured by the pothole", Severity.Dangerous)]
    [InlineData("lampadaire cassé avec un câble à nu", Severity.Dangerous)]
    [InlineData("street light with exposed wires", Severity.Dangerous)]
    [InlineData("farola caída con cables sueltos", Severity.Dangerous)]
    [InlineData("the pothole is dangerous", Severity.Moderate)]
    public void Danger_words_raise_the_severity(string text, Severity severity) =>
        TownHallMatcher.Find(text)!.Value.Severity.ShouldBe(severity);

    [Theory]
    [InlineData("huele a gas", Severity.Dangerous)]
    [InlineData("odeur de gaz dans l'immeuble", Severity.Dangerous)]
    [InlineData("I have a question", Severity.Minor)]
    public void A_report_under_a_service_known_already_is_raised_too(string text, Severity severity) =>
        TownHallMatcher.SeverityOf(TownHall.Catalogue[^1], text).ShouldBe(severity);

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void Any_text_gets_an_answer(string text) => Should.NotThrow(() => TownHallMatcher.Find(text));

    [Fact]
    public void Looking_allocates_nothing()
    {
        const string text = "Hola, hay una fuga de agua enorme en la calle Mayor 5, delante del colegio";
        TownHallMatcher.Find(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TownHallMatcher.Find(text);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static ServiceDefinition Service(string code, params string[] triggers) => new(
        code, "group", ServiceKind.Report, true, [], Severity.Minor, false, false,
        new Dictionary<string, ServiceText> { ["es"] = new(code, code, triggers) });
}
