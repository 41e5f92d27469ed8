namespace CleanFte.WebApi.Verbs;

/// <summary>Without a verb: runs the service until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> Run(string[] args)
    {
        await using var host = await CleanFteHost.Create(args);
        await DemoTenant.Ensure(host.App, CancellationToken.None);
        await host.App.RunAsync();
        return Usage.Ok;
    }
}
