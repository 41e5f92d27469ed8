using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CleanFte.Integration.Faults;

/// <summary>The built host as a process of its own, which can be killed.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    public const string Host = "CleanFte.WebApi.dll";

    /// <summary>A host in which a certain text ends the process.</summary>
    public const string FaultyHost = "CleanFte.FaultyHost.dll";

    private const int LogLinesKept = 60;

    private readonly Process _process;

    private readonly ConcurrentQueue<string> _log = new();

    private ProductProcess(Process process, int port)
    {
        _process = process;
        Url = $"http://127.0.0.1:{port}";
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it wrote, for a failed test's message.</summary>
    public string Log => string.Join(Environment.NewLine, _log);

    /// <summary>Starts the process; <see cref="Ready"/> tells when it answers.</summary>
    public static ProductProcess Launch(string assembly, int port, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return new ProductProcess(Process.Start(start)!, port);
    }

    /// <summary>Returns when it takes connections.</summary>
    /// <param name="mayEnd">Whether it may as well end by itself before.</param>
    public async Task Ready(bool mayEnd = false)
    {
        var uri = new Uri(Url);
        await Wait.Until(
            async () =>
            {
                if (HasExited && mayEnd)
                {
                    return true;
                }

                if (HasExited)
                {
                    throw new InvalidOperationException($"The product ended with {_process.ExitCode}.\n{Log}");
                }

                return await Listens(uri);
            },
            "the product takes connections",
            () => Task.FromResult(Log));
    }

    /// <summary>As <c>kill -9</c>: nothing of the process runs any more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Returns when it has ended by itself.</summary>
    public Task Exit() => _process.WaitForExitAsync().WaitAsync(Wait.Limit);

    /// <summary>As a service manager stops it; returns its exit code.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await Exit();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> Listens(Uri uri)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(uri.Host, uri.Port);
            return true;
        }
        catch (SocketException)
        {
            // Not there yet: the caller looks again.
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        if (_log.Count > LogLinesKept)
        {
            _log.TryDequeue(out _);
        }
    }
}
