using CleanFte.Bench;

if (args is [EmptyEndpoint.Verb, var port])
{
    await EmptyEndpoint.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await Runner.Run(Options.Parse(args), stop.Token);
