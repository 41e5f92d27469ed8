using System.Text;

namespace CleanFte.Unit.TenantFolders;

/// <summary>One broken rule each: what is said, and in which line.</summary>
public sealed class BadFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder().Put(SmallTown.Files);

    public void Dispose() => _folder.Dispose();

    /// <summary>A file, what is replaced in it by what, and how the one error begins.</summary>
    public static TheoryData<string, string, string, string> Rules => new()
    {
        { "tenant.yaml", "name: Villaverde Town Hall\n", "", "tenant.yaml:1: name is missing." },
        { "tenant.yaml", "name: Villaverde Town Hall", "name:", "tenant.yaml:1: name is missing." },
        { "tenant.yaml", "name: Villaverde", "nmae: x\nname: Villaverde", "tenant.yaml:1: nmae is not known here" },
        { "tenant.yaml", "[en, es]", "[en, de]", "tenant.yaml:2: languages: " },
        { "tenant.yaml", "[en, es]", "[]", "tenant.yaml:2: languages: " },
        { "tenant.yaml", "[en, es]", "en", "tenant.yaml:2: languages is a list." },
        { "tenant.yaml", "Europe/Madrid", "Europe/Villaverde", "tenant.yaml:3: timeZone: " },
        { "tenant.yaml", "pricing: knowledge", "pricing: maybe", "tenant.yaml:5: pricing is one of escalate, knowledge." },
        { "tenant.yaml", "pricing: knowledge", "price: knowledge", "tenant.yaml:5: price is not known here" },
        { "tenant.yaml", "sessionIdleMinutes: 45", "sessionIdleMinutes: 0", "tenant.yaml:7: sessionIdleMinutes: " },
        { "tenant.yaml", "sessionIdleMinutes: 45", "sessionIdleMinutes: 1e9", "tenant.yaml:7: sessionIdleMinutes is a whole" },
        { "tenant.yaml", "monday: \"08:30-14:00\"", "monday: all day", "tenant.yaml:9: Write opening hours as" },
        { "tenant.yaml", "monday: \"08:30-14:00\"", "monday: \"08:30-24:00\"", "tenant.yaml:9: Write opening hours as" },
        { "tenant.yaml", "monday: \"08:30-14:00\"", "monday: \"14:00-08:30\"", "tenant.yaml:9: businessHours.monday: " },
        { "tenant.yaml", "08:30-14:00, 16:00", "08:30-14:00, 13:00", "tenant.yaml:10: businessHours.tuesday: " },
        { "tenant.yaml", "monday:", "funday:", "tenant.yaml:9: funday is not known here" },
        { "tenant.yaml", "2026-12-25", "2026-02-30", "tenant.yaml:11: A holiday is a date" },
        { "tenant.yaml", "sessionIdleMinutes: 45", "sessionIdleMinutes: 45\nname: Twice", "tenant.yaml:8: name is there twice." },
        { "tenant.yaml", "name: V", "name: &a V", "tenant.yaml:1: Anchors and aliases are not read." },
        { "tenant.yaml", "[en, es]", "*a", "tenant.yaml:2: " },
        { "tenant.yaml", "name: V", "name: !!str V", "tenant.yaml:1: Tags are not read." },
        { "tenant.yaml", "refund: escalate", "refund:\tescalate", "tenant.yaml:6: There is a tab." },
        { "tenant.yaml", "[en, es]", "[[[[[[[[[[[[[[[[en]]]]]]]]]]]]]]]]", "tenant.yaml:2: Lists and maps lie more than 10 deep" },
        { "tenant.yaml", "[en, es]", "[en, es", "tenant.yaml:" },
        { "tenant.yaml", "Villaverde Town Hall", "\"a\\0b\"", "tenant.yaml:1: This has a character that cannot be stored" },
        { "tenant.yaml", "https://villaverde.example/appointments\"]", "x\"]\n---\nb: 2", "tenant.yaml:13: A second document" },
        { "channels.yaml", "email:", "fax:", "channels.yaml:1: fax: Use one of" },
        { "channels.yaml", "tone: formal", "tone: rude", "channels.yaml:1: tone is one of conversational, formal, semi_formal." },
        { "channels.yaml", "maxWords: 500", "maxWords: -1", "channels.yaml:1: email.maxWords: " },
        { "channels.yaml", "maxWords: 500", "maxWords: 119", "channels.yaml:1: email.maxWords: Use 120 to 500." },
        { "channels.yaml", "maxWords: 500", "maxWords: 501", "channels.yaml:1: email.maxWords: Use 120 to 500." },
        { "channels.yaml", "{ en: \"Dear", "{ xx: \"Dear", "channels.yaml:1: xx is no language" },
        { "channels.yaml", "tone: conversational, ", "", "channels.yaml:2: tone is missing." },
        { "services.yaml", "- code: pothole", "- code: Pot hole", "services.yaml:1: code: " },
        { "services.yaml", "- code: advent", "- code: catechesis", "services.yaml:27: Another service has the code catechesis." },
        { "services.yaml", "code: general", "code: generals", "services.yaml:1: The service general is missing" },
        { "services.yaml", "triggers: [] }", "triggers: [x] }", "services.yaml:47: The service general is for" },
        { "services.yaml", "kind: report", "kind: rapport", "services.yaml:3: kind is one of" },
        { "services.yaml", "public: true", "public: yes", "services.yaml:4: Write true or false." },
        { "services.yaml", "public: true\n  roles", "roles", "services.yaml:1: public is missing." },
        { "services.yaml", "severity: moderate", "severity: bad", "services.yaml:6: severity is one of" },
        { "services.yaml", "es: { name: Bache", "de: { name: Bache", "services.yaml:11: de is no language" },
        { "services.yaml", "name: Bache, ", "", "services.yaml:11: name is missing." },
        { "services.yaml", "validFrom: 2026-11-01", "validFrom: 2026-12-25", "services.yaml:23: items[0].validTo: validTo is before" },
        { "services.yaml", "validFrom: 2026-11-01", "validFrom: tomorrow", "services.yaml:22: validFrom is a date" },
        { "services.yaml", "18:30:00+01:00", "18:30:00", "services.yaml:25: validTo is a date" },
        { "services.yaml", "{ en: { title: Mass", "{ es: { title: Mass", "services.yaml:26: items[1].texts: Write it in" },
        { "services.yaml", "title: Mass", "title: \"\"", "services.yaml:26: items[1].texts: A text needs" },
        { "services.yaml", "kind: guided", "kind: report", "services.yaml:37: steps: A guided service needs" },
        { "services.yaml", "codes: [CATE-2026]", "codes: []", "services.yaml:40: steps[0].codes: " },
        { "services.yaml", "codes: [CATE-2026]", "codes: [\"--\"]", "services.yaml:40: steps[0].codes: " },
        { "services.yaml", "codes: [CATE-2026]", "codes: [\"sha256:zz\"]", "services.yaml:40: steps[0].codes: " },
        { "services.yaml", "First year, Second year", "First year", "services.yaml:45: steps[1].choices: " },
        { "services.yaml", "maxAttempts: 2", "maxAttempts: 11", "services.yaml:41: steps[0].maxAttempts: " },
        { "services.yaml", "name: group", "name: parent_code", "services.yaml:43: steps[1].name: Another step" },
        { "services.yaml", "input: choice", "input: dance", "services.yaml:44: input is one of" },
        { "knowledge/en/hours.md", "---\ntitle", "title", "knowledge/en/hours.md:1: Begin with front matter" },
        { "knowledge/en/hours.md", "title: Opening hours of the registry office", "title: [a]", "knowledge/en/hours.md:2: Write a text" },
        { "knowledge/en/hours.md", "title: Opening", "titel: Opening", "knowledge/en/hours.md:2: t" },
        { "knowledge/en/hours.md", "service: catechesis", "service: dentist", "knowledge/en/hours.md:3: There is no service dentist." },
        { "knowledge/en/hours.md", "service: catechesis", "language: es", "knowledge/en/hours.md:3: language is not known" },
        { "knowledge/en/hours.md", "validTo: 2026", "validTo: 2025", "knowledge/en/hours.md:5: validTo: The article would end" },
        { "samples.yaml", "name: hours", "name: pothole_without_place", "samples.yaml:9: name: Another sample" },
        { "samples.yaml", "name: hours", "name: Hours", "samples.yaml:9: name: Use 2 to 60" },
        { "samples.yaml", "channel: email", "channel: fax", "samples.yaml:10: channel: Use one of" },
        { "samples.yaml", "decision: ask", "decision: dance", "samples.yaml:5: decision: Use one of" },
        { "samples.yaml", "service: pothole", "service: crater", "samples.yaml:5: There is no service crater." },
        { "samples.yaml", "en/hours.md", "en/other.md", "samples.yaml:14: There is no article knowledge/en/other.md." },
        { "samples.yaml", "reason: legal", "reason: hunger", "samples.yaml:17: reason: Only with" },
        { "samples.yaml", "decision: escalate", "decision: ask", "samples.yaml:17: reason: Only with" },
        { "samples.yaml", "priority: high", "priority: top", "samples.yaml:8: priority is one of" },
        { "samples.yaml", "latitude: 40.41", "latitude: 140.41", "samples.yaml:6: place: Give latitude" },
        { "samples.yaml", "latitude: 40.41", "latitude: north", "samples.yaml:6: latitude is a number." },
        { "samples.yaml", "    - text: When are you open?\n      expect", "    - expect", "samples.yaml:13: turns[0]: A turn has" },
        { "samples.yaml", "photo: true", "foto: true", "samples.yaml:7: foto is not known here" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_broken_rule_is_told_with_its_line(string file, string what, string by, string error)
    {
        var text = SmallTown.Files[file];
        var at = text.IndexOf(what, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, "the test must change something");
        _folder.Put(file, text[..at] + by + text[(at + what.Length)..]);

        var errors = _folder.Read().Errors;

        errors.ShouldContain(e => e.StartsWith(error, StringComparison.Ordinal), string.Join('\n', errors));
    }

    [Fact]
    public void An_article_of_headings_only_is_refused()
    {
        _folder.Put("knowledge/en/hours.md", "---\ntitle: T\n---\n# Nothing\n");

        _folder.Read().Errors.ShouldBe(
            [
                "knowledge/en/hours.md:4: body: The body has headings only. Write what is under them.",
            ]);
    }

    [Fact]
    public void Files_that_are_no_text_are_refused()
    {
        _folder.Put("tenant.yaml", []);
        _folder.Put("services.yaml", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00]);
        _folder.Put("channels.yaml", "a: 1\nb: \0\n");
        _folder.Put("samples.yaml", [.. "- name: x\n- name: "u8, 0xC3, 0x28]);
        _folder.Put("brand.md", " \n");
        _folder.Put("knowledge/en/hours.md", new byte[(1024 * 1024) + 1]);

        _folder.Read().Errors.ShouldBe(
        [
            "brand.md: The file is empty.",
            "channels.yaml: This is a binary file. Write text.",
            "knowledge/en/hours.md: The file has more than 1,048,576 bytes.",
            "samples.yaml:2: This is not UTF-8. Save the file as UTF-8.",
            "services.yaml:1: This is not UTF-8. Save the file as UTF-8.",
            "tenant.yaml: The file is empty.",
        ]);
    }

    [Fact]
    public void An_empty_folder_lacks_its_files()
    {
        using var empty = new TemporaryFolder();

        empty.Read().Errors.ShouldBe(["services.yaml: The file is missing.", "tenant.yaml: The file is missing."]);
    }

    [Theory]
    [InlineData("service.yaml")]
    [InlineData("knowledge/hours.md")]
    [InlineData("knowledge/de/hours.md")]
    [InlineData("knowledge/en/deeper/hours.md")]
    [InlineData("knowledge/en/hours.txt")]
    [InlineData("knowledge/en/horários.md")]
    public void A_file_that_does_not_belong_there_is_told(string file)
    {
        _folder.Put(file, "x");

        _folder.Read().Errors.ShouldHaveSingleItem().ShouldStartWith($"{file}: This does not belong here");
    }

    [Fact]
    public void Links_are_refused_wherever_they_lead()
    {
        using var other = new TemporaryFolder().Put("secret.md", SmallTown.Article);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "knowledge/en/secret.md"), Path.Combine(other.Path, "secret.md"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "knowledge/es"), other.Path);
        File.Delete(Path.Combine(_folder.Path, "brand.md"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "brand.md"), "tenant.yaml");

        var (folder, errors) = _folder.Read();

        errors.Count.ShouldBe(3);
        errors.ShouldAllBe(e => e.EndsWith(": This is a link. Put the file itself here."));
        folder.Articles.ShouldHaveSingleItem();
        folder.Profile.Voice.ShouldBeEmpty();
    }

    [Fact]
    public void Many_errors_are_all_counted_and_the_first_are_shown()
    {
        var services = new StringBuilder();
        for (var i = 0; i < 30; i++)
        {
            services.Append("- code: s").Append(i).Append("\n  kind: x\n");
        }

        _folder.Put("services.yaml", services.ToString());

        var errors = _folder.Read().Errors;

        errors.Count.ShouldBe(51);
        errors[^1].ShouldMatch(@"^\.\.\. and \d+ more\.$");
    }

    [Fact]
    public void Too_much_of_anything_is_refused()
    {
        _folder.Put("services.yaml", string.Concat(Enumerable.Repeat("- code: x\n", 101)));
        _folder.Put("samples.yaml", string.Concat(Enumerable.Range(0, 501)
            .Select(i => $"- {{ name: s{i}, channel: web, turns: [{{ text: x }}] }}\n")));

        var errors = _folder.Read().Errors;

        errors.ShouldContain("services.yaml:101: There are more than 100 services.");
        errors.ShouldContain(e => e.Contains("Give at most 500 samples."));
    }

    [Fact]
    public void A_bomb_does_no_harm()
    {
        var bomb = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"b{i}: &b{i} [*a, *a]\n"));
        _folder.Put("tenant.yaml", bomb);
        _folder.Put("services.yaml", new string('[', 500_000));

        _folder.Read().Errors.Count.ShouldBeGreaterThanOrEqualTo(2);
    }
}
