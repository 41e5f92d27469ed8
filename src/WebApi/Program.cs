using CleanFte.Infrastructure;
using CleanFte.WebApi;

try
{
    await using var host = await CleanFteHost.Create(args);
    switch (args)
    {
        case ["verify", ..]:
            return await host.App.Services.VerifyReadModels(Console.Out, CancellationToken.None);
        case ["rebuild", ..]:
            return await host.App.Services.RebuildReadModels(Console.Out, CancellationToken.None);
        case [{ } verb, ..] when !verb.StartsWith('-'):
            await Console.Error.WriteLineAsync(
                $"There is no verb '{verb}'. Use verify, rebuild, or none to run the service.");
            return 2;
        default:
            await host.App.RunAsync();
            return 0;
    }
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
