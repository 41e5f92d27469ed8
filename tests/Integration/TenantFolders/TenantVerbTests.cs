using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Integration.Api;
using CleanFte.Unit.TenantFolders;
using CleanFte.WebApi.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.TenantFolders;

/// <summary>Tenants come from folders and go into folders while the service runs.</summary>
[Collection(nameof(SharedHost))]
public sealed class TenantVerbTests(SharedHost host) : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder().Put(SmallTown.Files);
    private readonly string _tenant = QueryFixture.NewTenant();

    private IServiceProvider Services => host.Host.App.Services;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_becomes_a_tenant_and_a_second_import_changes_nothing()
    {
        var first = await Import("--host", $"{_tenant}.example.org");
        var events = await Events();
        var second = await Import();

        (first.Exit, first.Error).ShouldBe((0, ""));
        first.Output.ShouldContain($"tenant {_tenant}: added");
        first.Output.ShouldContain("service: 4 added, 0 changed, 0 retired, 0 unchanged");
        (second.Exit, second.Error).ShouldBe((0, ""));
        second.Output.ReplaceLineEndings("\n").ShouldBe("""
            profile: 0 added, 0 changed, 0 retired, 1 unchanged
            sample: 0 added, 0 changed, 0 retired, 2 unchanged
            service: 0 added, 0 changed, 0 retired, 4 unchanged
            article: 0 added, 0 changed, 0 retired, 1 unchanged

            """);
        (await Events()).ShouldBe(events);
        (await Services.GetRequiredService<ITenants>().FindByHost($"{_tenant}.example.org", CancellationToken.None))!
            .Id.ShouldBe(_tenant);
        (await Services.GetRequiredService<ITenantProfiles>().Of(_tenant, CancellationToken.None)).Voice
            .ShouldBe("Write as neighbours do.");
        (await Services.GetRequiredService<ITenantProfiles>().Samples(_tenant, CancellationToken.None)).Count.ShouldBe(2);
        (await Codes()).ShouldBe(["pothole", "advent", "catechesis", "general"]);
    }

    [Fact]
    public async Task Codes_are_kept_as_hashes_only()
    {
        await Import();

        var steps = (await Catalogue()).Single(s => s.Definition.Code == "catechesis").Definition.Steps;

        StepCode.Matches("cate 2026", steps[0].Codes).ShouldBeTrue();
        (await host.Scalar<long>($"select count(*) from mt_events where tenant_id = '{_tenant}' and data::text ilike '%cate-2026%'")).ShouldBe(0);
    }

    [Fact]
    public async Task What_changes_in_the_folder_changes_in_the_tenant()
    {
        await Import();
        _folder.Put("tenant.yaml", SmallTown.Tenant.Replace("sessionIdleMinutes: 45", "sessionIdleMinutes: 46"));
        _folder.Put("services.yaml", SmallTown.Services
            .Replace("code: advent", "code: easter").Replace("asksPhoto: true", "asksPhoto: false"));
        File.Move(Path.Combine(_folder.Path, "knowledge/en/hours.md"), Path.Combine(_folder.Path, "knowledge/en/times.md"));
        _folder.Put("samples.yaml", SmallTown.Samples
            .Replace("hours.md", "times.md").Replace("channel: whatsapp", "channel: web"));

        var (exit, output, _) = await Import();

        exit.ShouldBe(0);
        output.ReplaceLineEndings("\n").ShouldBe("""
            profile Villaverde Town Hall: changed
            sample pothole_without_place: changed
            sample hours: changed
            service pothole: changed
            service easter: added
            article knowledge/en/times.md: added
            article knowledge/en/hours.md: retired
            service advent: retired
            profile: 0 added, 1 changed, 0 retired, 0 unchanged
            sample: 0 added, 2 changed, 0 retired, 0 unchanged
            service: 1 added, 1 changed, 1 retired, 2 unchanged
            article: 1 added, 0 changed, 1 retired, 0 unchanged

            """);
        (await Services.GetRequiredService<ITenantProfiles>().Of(_tenant, CancellationToken.None))
            .SessionIdleMinutes.ShouldBe(46);

        _folder.Put(SmallTown.Files);
        (await Import()).Output.ShouldContain("service advent: added");
        (await Codes()).ShouldBe(["pothole", "advent", "catechesis", "general"]);
    }

    [Fact]
    public async Task A_seeded_catalogue_gives_way_to_the_folders()
    {
        await host.Post("/api/v1/admin/tenants", new { id = _tenant, name = "Seeded" }, RunningHost.Bootstrap);
        (await Codes()).ShouldContain("noise");

        var (exit, output, _) = await Import();

        exit.ShouldBe(0);
        output.ShouldContain("service noise: retired");
        (await Codes()).ShouldBe(["pothole", "advent", "catechesis", "general"], ignoreOrder: true);
    }

    [Fact]
    public async Task Articles_that_were_not_imported_stay()
    {
        await Import();
        var staff = await host.Key(ApiRole.Staff, _tenant);
        await host.Post(
            "/api/v1/knowledge/articles",
            new { language = "en", title = "Written here", body = "Text.", source = "knowledge/en/here.md" }, staff);

        await Import();

        (await Services.GetRequiredService<IKnowledge>().List(_tenant, null, null, 10, CancellationToken.None))
            .ShouldContain(a => a.Title == "Written here" && !a.Retired);
    }

    [Fact]
    public async Task One_error_and_nothing_is_imported()
    {
        _folder.Put("samples.yaml", SmallTown.Samples.Replace("decision: ask", "decision: dance"));

        var (exit, output, error) = await Import();

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldStartWith("samples.yaml:5: decision: Use one of answer, ask, acknowledge, escalate.");
        (await Events()).ShouldBe(0);
        (await Services.GetRequiredService<ITenants>().Find(_tenant, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_exported_imports_into_another_tenant_as_the_same()
    {
        await Import();
        await host.Post(
            "/api/v1/knowledge/articles",
            new { language = "es", title = "Más, aquí", body = "Uno.\r\n\r\nDos.", source = "../../escape.md" },
            await host.Key(ApiRole.Staff, _tenant));
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var other = QueryFixture.NewTenant();

        (await Export(_tenant, first)).Exit.ShouldBe(0);
        (await Import(first, "--as", other)).Exit.ShouldBe(0);
        (await Export(other, second)).Exit.ShouldBe(0);

        second.Files().ShouldBe(first.Files(), ignoreOrder: true);
        first.Files().Keys.ShouldBe(
            ["brand.md", "channels.yaml", "knowledge/en/hours.md", "knowledge/es/m-s-aqu.md", "samples.yaml", "services.yaml",
                "tenant.yaml"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_tenant_that_was_given_nothing_is_exported_too()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var other = QueryFixture.NewTenant();

        (await Export("south", first)).Exit.ShouldBe(0);
        (await Import(first, "--as", other)).Exit.ShouldBe(0);
        (await Export(other, second)).Exit.ShouldBe(0);

        second.Files().ShouldBe(first.Files(), ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        var nowhere = Path.Combine(_folder.Path, "nowhere");

        (await Run(ImportTenantVerb.Run, 1, [nowhere])).Error.ShouldStartWith($"There is no folder {nowhere}.");
        (await Import(_folder, "--as", "No Id")).Error.ShouldStartWith("Id: Use 2 to 40");
        (await Import("--host", "south.example.org")).Error.ShouldStartWith("Another tenant has this id or this host");
        (await Import()).Exit.ShouldBe(0);
        (await Import("--host", "new.example.org")).Error.ShouldStartWith($"The tenant {_tenant} has no host already.");
        (await Export(_tenant, _folder)).Error.ShouldContain("is not empty");
        (await Export("nobody", _folder)).Error.ShouldStartWith("There is no tenant nobody.");
    }

    [Fact]
    public async Task Articles_are_imported_from_anywhere()
    {
        await Import();
        using var articles = new TemporaryFolder()
            .Put("es/horario.md", "---\ntitle: Horario\n---\nAbre a las nueve.")
            .Put("faq.json", """[{"title": "Ask", "body": "Text.", "language": "en"}]""");

        var (exit, _, error) = await Knowledge(articles.Path);
        exit.ShouldBe(1);
        error.ShouldStartWith("faq.json: Only files that end in .md are read.");

        var json = Path.Combine(articles.Path, "faq.json");
        (await Knowledge(json)).Output.ShouldContain("article faq.json#en/Ask: added");
        File.Delete(json);
        (await Knowledge(articles.Path)).Output.ShouldContain("article es/horario.md: added");
        (await Knowledge(articles.Path)).Output.ReplaceLineEndings("\n")
            .ShouldBe("article: 0 added, 0 changed, 0 retired, 1 unchanged\n");
        articles.Put("es/horario.md", "---\ntitle: Horario\n---\nAbre a las diez.");
        (await Knowledge(articles.Path)).Output.ShouldContain("article es/horario.md: changed");
        (await Import()).Output.ShouldContain("article: 0 added, 0 changed, 0 retired, 1 unchanged");
        (await Services.GetRequiredService<IKnowledge>()
            .Find(_tenant, ArticleId.Imported(_tenant, "es/horario.md"), CancellationToken.None))!
            .Body.ShouldBe("Abre a las diez.");
    }

    private Task<(int Exit, string Output, string Error)> Import(params string[] options) =>
        Import(_folder, ["--as", _tenant, .. options]);

    private Task<(int Exit, string Output, string Error)> Import(TemporaryFolder folder, params string[] options) =>
        Run(ImportTenantVerb.Run, 1, [folder.Path, .. options], "--as", "--host");

    private Task<(int Exit, string Output, string Error)> Export(string tenant, TemporaryFolder folder) =>
        Run(ExportTenantVerb.Run, 2, [tenant, folder.Path]);

    private Task<(int Exit, string Output, string Error)> Knowledge(string path) =>
        Run(ImportKnowledgeVerb.Run, 1, [path, "--tenant", _tenant], "--tenant");

    private async Task<(int Exit, string Output, string Error)> Run(
        Func<IServiceProvider, VerbArguments, TextWriter, TextWriter, CancellationToken, Task<int>> verb, int words,
        string[] args, params string[] options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var arguments = VerbArguments.Read(args, words, options)!;
        var exit = await verb(Services, arguments, output, error, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }

    private Task<IReadOnlyList<CatalogueEntry>> Catalogue() =>
        Services.GetRequiredService<ICatalogue>().All(_tenant, CancellationToken.None);

    private async Task<IEnumerable<string>> Codes() =>
        (await Services.GetRequiredService<ICatalogue>().Of(_tenant, CancellationToken.None)).Services.Select(s => s.Code);

    private Task<long> Events() => host.Scalar<long>($"select count(*) from mt_events where tenant_id = '{_tenant}'");
}
