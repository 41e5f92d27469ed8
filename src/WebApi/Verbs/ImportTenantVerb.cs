using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.TenantFolders;
using FluentValidation;

namespace CleanFte.WebApi.Verbs;

/// <summary><c>import-tenant</c>: makes a tenant be what a folder says, all of it or nothing.</summary>
internal static class ImportTenantVerb
{
    private const string As = "--as";
    private const string Host = "--host";

    public static async Task<int> Run(string[] args)
    {
        if (VerbArguments.Read(args, 1, As, Host) is not { } arguments)
        {
            return await Usage.Of($"import-tenant FOLDER [{As} ID] [{Host} HOST]");
        }

        await using var host = await CleanFteHost.Create([]);
        return await Run(host.App.Services, arguments, Console.Out, Console.Error, CancellationToken.None);
    }

    public static async Task<int> Run(
        IServiceProvider services, VerbArguments arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.Words[0]));
        if (!Directory.Exists(path))
        {
            await error.WriteLineAsync($"There is no folder {path}.");
            return Usage.Refused;
        }

        var errors = new FolderErrors();
        var folder = services.GetRequiredService<TenantFolderReader>().Read(path, errors);
        if (errors.Count > 0)
        {
            return await error.Refuse(errors);
        }

        var tenant = arguments.Option(As) ?? Path.GetFileName(path);
        var creation = new CreateTenant(tenant, folder.Profile.Name, arguments.Option(Host));
        if (await Create(services, creation, output, ct) is { } refusal)
        {
            await error.WriteLineAsync(refusal);
            return Usage.Refused;
        }

        return await (await services.GetRequiredService<TenantImport>().Run(tenant, folder, ct)).Tell(output, error);
    }

    /// <summary>Adds the tenant where there is none; without the town hall's catalogue, for he has his own.</summary>
    private static async Task<string?> Create(
        IServiceProvider services, CreateTenant creation, TextWriter output, CancellationToken ct)
    {
        var shape = services.GetRequiredService<IValidator<CreateTenant>>().Validate(creation);
        if (!shape.IsValid)
        {
            return string.Join('\n', shape.Errors.Select(e => $"{e.PropertyName}: {e.ErrorMessage}"));
        }

        var tenants = services.GetRequiredService<ITenants>();
        tenants.Invalidate();
        var host = creation.Host?.TrimEnd('.').ToLowerInvariant();
        if (await tenants.Find(creation.Id, ct) is { } known)
        {
            return host is null || host == known.Host
                ? null
                : $"The tenant {known.Id} has {(known.Host is { } other ? $"the host {other}" : "no host")} already.";
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!await tenants.Create(new Tenant(creation.Id, creation.Name.Trim(), host, now), ct))
        {
            return "Another tenant has this id or this host name.";
        }

        await output.WriteLineAsync($"tenant {creation.Id}: added");
        return null;
    }
}
