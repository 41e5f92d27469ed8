using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.TenantFolders;

namespace CleanFte.WebApi.Verbs;

/// <summary><c>export-tenant</c>: writes a tenant into an empty or new folder, as an import reads it.</summary>
internal static class ExportTenantVerb
{
    public static async Task<int> Run(string[] args)
    {
        if (VerbArguments.Read(args, 2) is not { } arguments)
        {
            return await Usage.Of("export-tenant ID FOLDER");
        }

        await using var host = await CleanFteHost.Create([]);
        return await Run(host.App.Services, arguments, Console.Out, Console.Error, CancellationToken.None);
    }

    public static async Task<int> Run(
        IServiceProvider services, VerbArguments arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var (tenant, folder) = (arguments.Words[0], Path.GetFullPath(arguments.Words[1]));
        var tenants = services.GetRequiredService<ITenants>();
        tenants.Invalidate();
        if (await tenants.Find(tenant, ct) is null)
        {
            await error.WriteLineAsync($"There is no tenant {tenant}.");
            return Usage.Refused;
        }

        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            await error.WriteLineAsync($"{folder} is not empty. Name an empty or a new folder.");
            return Usage.Refused;
        }

        await services.GetRequiredService<TenantExport>().Run(tenant, folder, output, ct);
        return Usage.Ok;
    }
}
