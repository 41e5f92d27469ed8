using CleanFte.Application;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// Makes a tenant be what was read, one command after the other. Each of them changes nothing where it is so already, so
/// an import that stopped half way is run again.
/// </summary>
public sealed class TenantImport(
    IServiceScopeFactory scopes, ICatalogue catalogues, IKnowledge knowledge, ITenantProfiles profiles)
{
    /// <summary>Articles read at once.</summary>
    private const int Page = 200;

    private const string User = "import";

    /// <summary>The whole folder; what the tenant has besides is retired.</summary>
    public Task<ImportReport> Run(string tenant, TenantFolder folder, CancellationToken ct) => Reported(async report =>
    {
        await Settings(tenant, folder, report, ct);
        var services = (await catalogues.All(tenant, ct)).ToDictionary(s => s.Definition.Code);
        foreach (var service in folder.Services)
        {
            await Define(tenant, service, services.GetValueOrDefault(service.Code), report, ct);
        }

        var before = await Articles(tenant, ct);
        var kept = await Publish(tenant, folder.Articles, before, report, ct);
        foreach (var gone in before.Values.Where(a => IsImported(tenant, a) && !kept.Contains(a.Id)))
        {
            Accept(await Send(tenant, new RetireArticle(ArticleId.Of(gone.Id), null), ct));
            report.Add("article", gone.Source!, ImportChange.Retired);
        }

        foreach (var gone in services.Keys.Except(folder.Services.Select(s => s.Code)).Where(c => !services[c].Retired))
        {
            Accept(await Send(tenant, new RetireService(gone), ct));
            report.Add("service", gone, ImportChange.Retired);
        }

        catalogues.Invalidate(tenant);
    });

    /// <summary>Articles only; nothing is retired.</summary>
    public Task<ImportReport> Run(string tenant, IReadOnlyList<ArticleContent> articles, CancellationToken ct) =>
        Reported(async report => await Publish(tenant, articles, await Articles(tenant, ct), report, ct));

    private static async Task<ImportReport> Reported(Func<ImportReport, Task> import)
    {
        var report = new ImportReport();
        try
        {
            await import(report);
        }
        catch (RefusedException e)
        {
            report.Stopped = e.Message;
        }

        return report;
    }

    private async Task Settings(string tenant, TenantFolder folder, ImportReport report, CancellationToken ct)
    {
        var before = await profiles.Find(tenant, ct);
        Accept(await Send(tenant, new ConfigureTenant(folder.Profile), ct));
        report.Add("profile", folder.Profile.Name, Compared(before?.Profile, p => p.SaysSameAs(folder.Profile)));

        var samples = before?.Samples.ToDictionary(s => s.Name) ?? [];
        Accept(await Send(tenant, new ReplaceSamples(folder.Samples), ct));
        foreach (var sample in folder.Samples)
        {
            var known = samples.GetValueOrDefault(sample.Name);
            report.Add("sample", sample.Name, Compared(known, s => s.SaysSameAs(sample)));
        }

        foreach (var gone in samples.Keys.Except(folder.Samples.Select(s => s.Name)))
        {
            report.Add("sample", gone, ImportChange.Retired);
        }
    }

    private static ImportChange Compared<T>(T? before, Func<T, bool> same)
        where T : class =>
        before is null ? ImportChange.Added : same(before) ? ImportChange.Unchanged : ImportChange.Changed;

    private async Task Define(
        string tenant, ServiceDefinition service, CatalogueEntry? before, ImportReport report, CancellationToken ct)
    {
        var outcome = await Send(tenant, new DefineService(service), ct);
        Accept(outcome);
        report.Add("service", service.Code, Changed(before?.Version, before?.Retired, outcome.Version));
    }

    private async Task<HashSet<Guid>> Publish(
        string tenant, IReadOnlyList<ArticleContent> articles, Dictionary<Guid, ArticleView> before,
        ImportReport report, CancellationToken ct)
    {
        var kept = new HashSet<Guid>();
        foreach (var article in articles)
        {
            var id = ArticleId.Imported(tenant, article.Source!);
            var outcome = await Send(tenant, new PublishArticle(article, id), ct);
            Accept(outcome);
            var known = before.GetValueOrDefault(id.Value);
            report.Add("article", article.Source!, Changed(known?.Version, known?.Retired, outcome.Value!.Version));
            kept.Add(id.Value);
        }

        return kept;
    }

    private static ImportChange Changed(long? before, bool? retired, long after) =>
        before is null || (retired == true && after != before) ? ImportChange.Added
        : after == before ? ImportChange.Unchanged
        : ImportChange.Changed;

    private async Task<Dictionary<Guid, ArticleView>> Articles(string tenant, CancellationToken ct) =>
        (await knowledge.All(tenant, Page, ct)).ToDictionary(a => a.Id);

    private static bool IsImported(string tenant, ArticleView article) =>
        article is { Retired: false, Source: { } source }
        && source.StartsWith(TenantFolder.KnowledgeFolder, StringComparison.Ordinal)
        && article.Id == ArticleId.Imported(tenant, source).Value;

    private async Task<T> Send<T>(string tenant, IRequest<T> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Tenant = tenant;
        caller.UserName = User;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, ct);
    }

    private static void Accept(Outcome outcome) => Accept(outcome.Refusal);

    private static void Accept<T>(Outcome<T> outcome)
        where T : class =>
        Accept(outcome.Refusal);

    private static void Accept(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(refusal);
        }
    }

    private sealed class RefusedException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}");
}

internal static class AllArticles
{
    /// <summary>Every article of a tenant, retired ones too, page by page.</summary>
    public static async Task<List<ArticleView>> All(
        this IKnowledge knowledge, string tenant, int page, CancellationToken ct)
    {
        var all = new List<ArticleView>();
        for (var more = true; more;)
        {
            var read = await knowledge.List(tenant, null, all.Count == 0 ? null : all[^1].Id, page, ct);
            all.AddRange(read);
            more = read.Count == page;
        }

        return all;
    }
}
