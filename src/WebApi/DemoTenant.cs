using CleanFte.Application.Knowledge;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.WebApi;

/// <summary>
/// Gives a newcomer somebody to talk to: in development the default tenant becomes the demo town hall, and the other tenants
/// that ship stand beside it, unless they have been given anything of their own.
/// </summary>
internal static class DemoTenant
{
    private const string Folders = "tenants";

    /// <summary>Tenants that are demonstrated beside the default one; each is named after its folder.</summary>
    public static readonly IReadOnlyList<string> Others = ["parish", "techcorp"];

    public static async Task Ensure(WebApplication app, CancellationToken ct)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        await Ensure(
            app, ITenants.Default, "townhall", "The default tenant is the demo town hall now; import-tenant makes it yours.",
            ct);
        foreach (var tenant in Others)
        {
            await Ensure(app, tenant, tenant, $"The tenant {tenant} is there to be tried, too.", ct);
        }
    }

    private static async Task Ensure(WebApplication app, string tenant, string folder, string done, CancellationToken ct)
    {
        var services = app.Services;
        var path = Path.Combine(AppContext.BaseDirectory, Folders, folder);
        if (!Directory.Exists(path)
            || await services.GetRequiredService<ITenants>().Find(tenant, ct) is null
            || await services.GetRequiredService<ITenantProfiles>().Find(tenant, ct) is not null
            || (await services.GetRequiredService<IKnowledge>().List(tenant, null, null, 1, ct)).Count > 0)
        {
            return;
        }

        var errors = new FolderErrors();
        var read = services.GetRequiredService<TenantFolderReader>().Read(path, errors);
        var report = errors.Count > 0
            ? throw new InvalidOperationException($"The demo tenant cannot be read: {string.Join(' ', errors.Lines())}")
            : await services.GetRequiredService<TenantImport>().Run(tenant, read, ct);
        await Console.Out.WriteLineAsync(report.Stopped ?? done);
    }
}
