using CleanFte.WebApi;

try
{
    await using var host = await CleanFteHost.Create(args);
    await host.App.RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
