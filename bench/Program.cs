using System.Runtime.InteropServices;
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

// The stand-in's web server takes a polite request to end for itself alone, which would leave the benchmark running.
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
return await Runner.Run(Options.Parse(args), stop.Token);
