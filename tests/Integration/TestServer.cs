using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration;

/// <summary>One PostgreSQL for all tests of this run, in a folder of its own; each test class has its own database in it.</summary>
internal static class TestServer
{
    private static readonly Lazy<Task<EmbeddedPostgresServer>> Server = new(Start);

    public static async Task<string> ConnectionString() => (await Server.Value).ConnectionString;

    /// <summary>A folder below the temporary one that the server's unprivileged account can pass through.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("cleanfte-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }

        return folder;
    }

    private static async Task<EmbeddedPostgresServer> Start()
    {
        var folder = NewFolder();
        var server = await EmbeddedPostgresServer.Start(
            new EmbeddedPostgresOptions { DataPath = folder }, NullLogger.Instance, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return server;
    }
}
