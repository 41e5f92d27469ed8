using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Mcp;

/// <summary>Programs that speak the protocol: the service over standard input, and the official inspector.</summary>
internal static class McpProcess
{
    public static string Product => Path.Combine(AppContext.BaseDirectory, ProductProcess.Host);

    private static readonly string Inspector = Path.Combine(
        typeof(McpProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "InspectorFolder").Value!,
        "node_modules", ".bin", "mcp-inspector");

    /// <summary>How the service is configured when it joins a host's database.</summary>
    public static Dictionary<string, string?> Environment(McpHost host, string? key) => new(
        host.Main.Settings(0).Select(s => KeyValuePair.Create(s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value)))
    {
        ["ConnectionStrings__CleanFte"] = host.ConnectionString,
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["PublicUrl"] = Api.RunningHost.PublicUrl,
        ["ApiKeys__Bootstrap"] = Api.RunningHost.Bootstrap,
        ["Mcp__ApiKey"] = key,
        ["Serilog__MinimumLevel__Default"] = "Information",
    };

    public static async Task<(int Exit, string Output, string Error)> Run(
        string program, IEnumerable<string> arguments, Dictionary<string, string?>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Wait.Limit);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>What the inspector's command line prints.</summary>
    public static async Task<(int Exit, JsonElement? Json, string Error)> Inspect(params IEnumerable<string> arguments)
    {
        var (exit, output, error) = await Run(Inspector, ["--cli", .. arguments]);
        return (exit, exit == 0 ? JsonDocument.Parse(output).RootElement : null, error + output);
    }
}
