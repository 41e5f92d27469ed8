using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Integration.Api;
using CleanFte.WebApi.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Knowledge;

/// <summary>
/// Questions worded by a stranger to the articles, some of which no article answers. The lists were tuned on both halves,
/// so what is asserted here is what must not be lost, not what to expect of new questions. Without embeddings.
/// </summary>
[Collection(nameof(SharedHost))]
public sealed class BlindQuestionTests(SharedHost host)
{
    private const string Nothing = "-";

    [Theory]
    [InlineData("odd", 49, 1, 4)]
    [InlineData("even", 45, 3, 4)]
    public async Task Strangers_are_told_the_right_article_or_none(string half, int right, int wrong, int unasked)
    {
        var told = new List<(string Expected, string Told)>();
        foreach (var tenant in new[] { "townhall", "techcorp", "parish" })
        {
            await Import(tenant);
            told.AddRange(await Ask(tenant, half == "odd" ? 0 : 1));
        }

        var answerable = told.Where(t => t.Expected != Nothing).ToList();
        var (found, other) = (answerable.Count(Fits), answerable.Count(t => t.Told != Nothing && !Fits(t)));
        var chance = told.Count(t => t.Expected == Nothing && t.Told != Nothing);
        var outcome = $"{found} right and {other} wrong of {answerable.Count}, {chance} answers to "
            + $"{told.Count - answerable.Count} questions that have none";
        found.ShouldBeGreaterThanOrEqualTo(right, outcome);
        other.ShouldBeLessThanOrEqualTo(wrong, outcome);
        chance.ShouldBeLessThanOrEqualTo(unasked, outcome);
    }

    private static bool Fits((string Expected, string Told) t) => t.Expected.Split('|').Contains(t.Told);

    private async Task Import(string tenant)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await ImportTenantVerb.Run(
            host.Host.App.Services, VerbArguments.Read([Path.Combine(Root(), "tenants", tenant)], 1)!, output, error,
            CancellationToken.None)).ShouldBe(0, error.ToString());
    }

    private async Task<List<(string Expected, string Told)>> Ask(string tenant, int remainder)
    {
        var knowledge = host.Host.App.Services.GetRequiredService<IKnowledge>();
        var closed = await Closed(tenant);
        var told = new List<(string, string)>();
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Root(), "tests", "Integration", "Knowledge", "questions", $"{tenant}.tsv"));
        foreach (var (_, line) in lines.Index().Where(l => l.Index % 2 == remainder))
        {
            var cells = line.Split('\t');
            var found = await knowledge.Search(
                tenant, new KnowledgeQuestion(cells[1], cells[0], DateTimeOffset.UtcNow, 4) { Closed = closed },
                CancellationToken.None);
            told.Add((cells[2], Path.GetFileNameWithoutExtension(FoundPassage.Clear(found)?.Source) ?? Nothing));
        }

        return told;
    }

    private async Task<string[]> Closed(string tenant) =>
        [
            .. (await host.Host.App.Services.GetRequiredService<ICatalogue>().Of(tenant, CancellationToken.None)).Services
                .Where(s => s.IsConfidential()).Select(s => s.Code),
        ];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CleanFte.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
