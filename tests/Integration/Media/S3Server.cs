using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Integration.Media;

/// <summary>
/// s3rver on a free port for as long as a test class runs. It speaks S3's protocol and knows its accounts, but does not
/// verify signatures of version 4.
/// </summary>
public sealed partial class S3Server : IAsyncLifetime
{
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cleanfte-s3-");
    private Process? _process;

    internal MediaS3Options Options { get; private set; } = new();

    public async Task InitializeAsync()
    {
        var installed = typeof(S3Server).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "S3rverFolder").Value!;
        _process = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(installed, "node_modules", "s3rver", "bin", "s3rver.js"),
                "--directory", _folder.FullName,
                "--address", "127.0.0.1",
                "--port", "0",
                "--configure-bucket", "evidence",
            },
            RedirectStandardOutput = true,
        })!;
        var port = await Listening(_process.StandardOutput).WaitAsync(MaxStart);
        // The only account s3rver knows.
        Options = new MediaS3Options
        {
            Bucket = "evidence",
            ServiceUrl = $"http://127.0.0.1:{port}",
            AccessKey = "S3RVER",
            SecretKey = "S3RVER",
        };
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<string> Listening(StreamReader output)
    {
        var said = "";
        while (await output.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (Address().Match(line) is { Success: true } address)
            {
                _ = output.ReadToEndAsync();
                return address.Groups[1].Value;
            }
        }

        throw new InvalidOperationException($"s3rver ended before it listened:\n{said}");
    }

    [GeneratedRegex(@"listening on \S+:(\d+)")]
    private static partial Regex Address();
}
