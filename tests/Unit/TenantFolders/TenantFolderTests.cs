using System.Text;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.Unit.TenantFolders;

public sealed class TenantFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder().Put(SmallTown.Files);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_in_the_folder_is_read()
    {
        var (folder, errors) = _folder.Read();

        errors.ShouldBeEmpty();
        var profile = folder.Profile;
        (profile.Name, profile.TimeZone, profile.Voice, profile.SessionIdleMinutes)
            .ShouldBe(("Villaverde Town Hall", "Europe/Madrid", "Write as neighbours do.", 45));
        profile.Escalation.ShouldBe(new EscalationRules(QuestionRule.Knowledge, QuestionRule.Escalate));
        profile.Hours.Days[DayOfWeek.Tuesday].ShouldBe([new(new(8, 30), new(14, 0)), new(new(16, 0), new(18, 0))]);
        profile.Hours.Holidays.ShouldBe([new DateOnly(2026, 12, 25), new DateOnly(2027, 1, 1)]);
        profile.Channels["email"].Tone.ShouldBe(Tone.Formal);
        profile.Channels["email"].Signature["en"].ShouldBe("Kind regards,\nVillaverde");
        folder.Services.Select(s => s.Code).ShouldBe(["pothole", "advent", "catechesis", "general"]);
        folder.Services[2].Steps[0].MaxAttempts.ShouldBe(2);
        folder.Services[2].Steps[1].Choices.ShouldBe(["First year", "Second year"]);
        folder.Samples[0].Turns[1].Place!.Longitude.ShouldBe(-3.7);
        folder.Samples[1].Turns[2].Expect!.Reason.ShouldBe("legal");
    }

    [Fact]
    public void A_date_is_the_whole_day_where_the_tenant_is()
    {
        var (folder, _) = _folder.Read();

        var article = folder.Articles.Single();
        article.Source.ShouldBe("knowledge/en/hours.md");
        article.Body.ShouldStartWith("The registry office is open");
        article.ValidFrom.ShouldBe(DateTimeOffset.Parse("2026-01-01T00:00:00+01:00", null));
        article.ValidTo.ShouldBe(DateTimeOffset.Parse("2027-01-01T00:00:00+01:00", null));
        folder.Services[1].Items[0].ValidTo.ShouldBe(DateTimeOffset.Parse("2026-12-25T00:00:00+01:00", null));
        folder.Services[1].Items[1].ValidTo.ShouldBe(DateTimeOffset.Parse("2026-12-24T17:30:00Z", null));
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var (folder, _) = _folder.Read();
        var files = TenantFolderWriter.Files(folder);
        using var copy = new TemporaryFolder().Put(files);

        var (again, errors) = copy.Read();

        errors.ShouldBeEmpty();
        TenantFolderWriter.Files(again).ShouldBe(files);
        again.Profile.SaysSameAs(folder.Profile).ShouldBeTrue();
        again.Services.Zip(folder.Services).ShouldAllBe(pair => pair.First.SaysSameAs(pair.Second));
        again.Articles.ShouldBe(folder.Articles);
        again.Samples.Zip(folder.Samples).ShouldAllBe(pair => pair.First.SaysSameAs(pair.Second));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData(" \"quoted\" and \\ back, : # - [x] {y} 'z' ")]
    [InlineData("two\nlines\r\n\tand\ta tab")]
    [InlineData("👍🏽 ñ \u0085 \u2028 \uFEFF \u0007 \uFFFF")]
    public void Any_text_survives_being_written(string text)
    {
        var yaml = new YamlText();
        yaml.Line(0, "text", YamlText.Quote(text));

        var node = (MapNode)YamlTree.Read(yaml.ToString());

        ((TextNode)node.Find("text")!.Value).Text.ShouldBe(text);
        Fields.Of(node, "f", new FolderErrors()).Text("text").ShouldBe(text);
    }

    [Fact]
    public void The_town_halls_catalogue_can_be_written_and_read()
    {
        var town = new TenantFolder(TenantProfile.Default("Town"), TownHall.Catalogue, [], []);
        using var copy = new TemporaryFolder().Put(TenantFolderWriter.Files(town));

        var (read, errors) = copy.Read();

        errors.ShouldBeEmpty();
        read.Services.Zip(TownHall.Catalogue).ShouldAllBe(pair => pair.First.SaysSameAs(pair.Second));
        read.Services.Count.ShouldBe(TownHall.Catalogue.Count);
    }

    [Fact]
    public void Files_from_another_system_are_read_alike()
    {
        using var copy = new TemporaryFolder();
        foreach (var (file, text) in SmallTown.Files)
        {
            copy.Put(file, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))]);
        }

        var (folder, errors) = copy.Read();

        errors.ShouldBeEmpty();
        TenantFolderWriter.Files(folder).ShouldBe(TenantFolderWriter.Files(_folder.Read().Folder));
    }

    [Fact]
    public void Random_damage_is_an_error_or_none_but_never_a_crash()
    {
        var random = new Random(7);
        const string Nasty = "\0\t\n:-[]{}&*!|>'\"%@`#,? \\u";
        for (var i = 0; i < 2_000; i++)
        {
            var (file, text) = SmallTown.Files.ElementAt(random.Next(SmallTown.Files.Count));
            var damaged = new StringBuilder(text);
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                var at = random.Next(damaged.Length);
                _ = random.Next(3) switch
                {
                    0 => damaged.Remove(at, Math.Min(random.Next(1, 20), damaged.Length - at)),
                    1 => damaged.Insert(at, Nasty[random.Next(Nasty.Length)]),
                    _ => damaged.Insert(at, damaged.ToString(at, Math.Min(10, damaged.Length - at))),
                };
            }

            _folder.Put(file, damaged.ToString());
            Should.NotThrow(() => _folder.Read(), damaged.ToString());
            _folder.Put(file, text);
        }
    }
}
