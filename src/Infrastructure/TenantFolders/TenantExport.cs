using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Tenants;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Writes a tenant into a folder.</summary>
public sealed class TenantExport(ICatalogue catalogues, IKnowledge knowledge, ITenantProfiles profiles)
{
    /// <summary>Articles read at once.</summary>
    private const int Page = 200;

    private const int MaxSlug = 60;

    /// <summary>Writes everything that is in use. Says which articles could not be written, and why.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="folder">Empty, or not there yet.</param>
    /// <param name="output">Takes what there is to say.</param>
    /// <param name="ct">Stops it between files.</param>
    public async Task Run(string tenant, string folder, TextWriter output, CancellationToken ct)
    {
        var files = TenantFolderWriter.Files(await Read(tenant, output, ct));
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, ct);
        }

        output.WriteLine($"{tenant}: {files.Count:N0} files written to {folder}");
    }

    private async Task<TenantFolder> Read(string tenant, TextWriter output, CancellationToken ct)
    {
        profiles.Invalidate(tenant);
        var services = (await catalogues.All(tenant, ct)).Where(s => !s.Retired).Select(s => s.Definition).ToList();
        var codes = services.Select(s => s.Code).ToHashSet();
        var articles = new Dictionary<string, ArticleContent>();
        foreach (var article in (await knowledge.All(tenant, Page, ct)).Where(a => !a.Retired).OrderBy(Order))
        {
            if (article.ServiceCode is { } service && !codes.Contains(service))
            {
                // Without its service, what is told to few would be told to everybody.
                output.WriteLine($"article {article.Title}: left out, because the service {service} is not in use");
                continue;
            }

            var path = PathOf(article, articles.ContainsKey);
            articles[path] = new ArticleContent(
                article.Language, article.Title, article.Body, article.ServiceCode, article.ValidFrom, article.ValidTo,
                path);
        }

        return new TenantFolder(
            await profiles.Of(tenant, ct),
            services,
            [.. articles.Values],
            [.. (await profiles.Samples(tenant, ct)).Select(s => Known(s, codes, articles.ContainsKey))]);
    }

    /// <summary>Those that have a file come first, so that none of the others takes its name.</summary>
    private static (bool, string, Guid) Order(ArticleView article) =>
        (!HasPath(article), article.Source ?? "", article.Id);

    private static bool HasPath(ArticleView article) =>
        TenantFolderReader.ArticlePath().Match(article.Source ?? "") is { Success: true } path
        && path.Groups[1].Value == article.Language;

    private static string PathOf(ArticleView article, Func<string, bool> taken)
    {
        if (HasPath(article) && !taken(article.Source!))
        {
            return article.Source!;
        }

        var slug = Slug(article.Title);
        var path = $"{TenantFolder.KnowledgeFolder}{article.Language}/{slug}.md";
        for (var number = 2; taken(path); number++)
        {
            path = $"{TenantFolder.KnowledgeFolder}{article.Language}/{slug}-{number}.md";
        }

        return path;
    }

    private static string Slug(string title)
    {
        var letters = title.Take(MaxSlug).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        var words = string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "article" : string.Join('-', words);
    }

    /// <summary>Without what it expects of services and articles that are not in use any more.</summary>
    private static SampleTicket Known(SampleTicket sample, HashSet<string> services, Func<string, bool> article) =>
        sample with
        {
            Turns =
            [
                .. sample.Turns.Select(t => t.Expect is not { } expect ? t : t with
                {
                    Expect = expect with
                    {
                        Service = expect.Service is { } code && services.Contains(code) ? code : null,
                        Source = expect.Source is { } source && article(source) ? source : null,
                    },
                }),
            ],
        };
}
