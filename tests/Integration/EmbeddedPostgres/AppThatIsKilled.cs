using System.Diagnostics;
using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.EmbeddedPostgres;

/// <summary>
/// The test assembly's entry point: another process which uses the server of a folder until it is killed.
/// </summary>
internal sealed class AppThatIsKilled : IDisposable
{
    private readonly Process _process;

    private AppThatIsKilled(Process process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task Main(string[] arguments)
    {
        if (arguments is not [var dataPath])
            return;

        var server = await EmbeddedPostgresServer.Start(
            new EmbeddedPostgresOptions { DataPath = dataPath }, NullLogger.Instance, CancellationToken.None);
        Console.WriteLine(server.ConnectionString);
        await Task.Delay(Timeout.Infinite);
    }

    public static async Task<AppThatIsKilled> Start(string dataPath)
    {
        string[] command = [typeof(AppThatIsKilled).Assembly.Location, dataPath];
        var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        return new AppThatIsKilled(process, (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull());
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
