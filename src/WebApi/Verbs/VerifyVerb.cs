using CleanFte.Infrastructure;

namespace CleanFte.WebApi.Verbs;

/// <summary><c>verify</c>: compares all read models with the log.</summary>
internal static class VerifyVerb
{
    public static async Task<int> Run(string[] args)
    {
        await using var host = await CleanFteHost.Create(args);
        return await host.App.Services.VerifyReadModels(Console.Out, CancellationToken.None);
    }
}
