using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.WebApi.Verbs;

/// <summary><c>import-knowledge</c>: publishes articles of a folder or a JSON file, all of them or none.</summary>
internal static class ImportKnowledgeVerb
{
    private const string OfTenant = "--tenant";
    private const string Language = "--language";

    public static async Task<int> Run(string[] args)
    {
        var arguments = VerbArguments.Read(args, 1, OfTenant, Language);
        if (arguments is null
            || (arguments.Option(Language) is { } language && !ArticleContent.Languages.Contains(language)))
        {
            return await Usage.Of($"import-knowledge FOLDER|FILE.json [{OfTenant} ID] [{Language} en|es|fr]");
        }

        await using var host = await CleanFteHost.Create([]);
        return await Run(host.App.Services, arguments, Console.Out, Console.Error, CancellationToken.None);
    }

    public static async Task<int> Run(
        IServiceProvider services, VerbArguments arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.Words[0]));
        var tenant = arguments.Option(OfTenant) ?? ITenants.Default;
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            await error.WriteLineAsync($"There is nothing at {path}.");
            return Usage.Refused;
        }

        var tenants = services.GetRequiredService<ITenants>();
        tenants.Invalidate();
        if (await tenants.Find(tenant, ct) is null)
        {
            await error.WriteLineAsync($"There is no tenant {tenant}.");
            return Usage.Refused;
        }

        var codes = (await services.GetRequiredService<ICatalogue>().All(tenant, ct))
            .Where(s => !s.Retired).Select(s => s.Definition.Code).ToHashSet();
        var profile = await services.GetRequiredService<ITenantProfiles>().Of(tenant, ct);
        var errors = new FolderErrors();
        var articles = services.GetRequiredService<KnowledgeReader>().Read(
            path, arguments.Option(Language), codes, TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone), errors);
        return errors.Count > 0
            ? await error.Refuse(errors)
            : await (await services.GetRequiredService<TenantImport>().Run(tenant, articles, ct)).Tell(output, error);
    }
}
