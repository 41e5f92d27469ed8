using CleanFte.Infrastructure;

namespace CleanFte.WebApi.Verbs;

/// <summary><c>rebuild</c>: makes all read models anew while the service goes on.</summary>
internal static class RebuildVerb
{
    public static async Task<int> Run(string[] args)
    {
        await using var host = await CleanFteHost.Create(args);
        return await host.App.Services.RebuildReadModels(Console.Out, CancellationToken.None);
    }
}
