using CleanFte.Application.Knowledge;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.WebApi;

/// <summary>
/// Gives a newcomer something to talk to: in development the default tenant becomes the demo town hall, unless it has been
/// given anything of its own.
/// </summary>
internal static class DemoTenant
{
    private const string Folder = "tenants/townhall";

    public static async Task Ensure(WebApplication app, CancellationToken ct)
    {
        var services = app.Services;
        var path = Path.Combine(AppContext.BaseDirectory, Folder);
        if (!app.Environment.IsDevelopment() || !Directory.Exists(path)
            || await services.GetRequiredService<ITenantProfiles>().Find(ITenants.Default, ct) is not null
            || (await services.GetRequiredService<IKnowledge>().List(ITenants.Default, null, null, 1, ct)).Count > 0)
        {
            return;
        }

        var errors = new FolderErrors();
        var folder = services.GetRequiredService<TenantFolderReader>().Read(path, errors);
        var report = errors.Count > 0
            ? throw new InvalidOperationException($"The demo tenant cannot be read: {string.Join(' ', errors.Lines())}")
            : await services.GetRequiredService<TenantImport>().Run(ITenants.Default, folder, ct);
        await Console.Out.WriteLineAsync(
            report.Stopped ?? "The default tenant is the demo town hall now; import-tenant makes it yours.");
    }
}
