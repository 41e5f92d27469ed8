using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// Citizens write what the town hall's sample tickets say, each three messages; then the product's own verb decides all runs
/// again in a process of its own, start included.
/// </summary>
internal static partial class ReplayScenario
{
    private const int Connections = 32, MessagesEach = 3;

    /// <summary>Who was handed over is not answered any more: more messages are needed than runs.</summary>
    private const double MessagesPerRun = 1.5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        var folder = TownHall();
        bench.Report.Check(
            "exit code of import-tenant", (await Verb(bench, product, "import-tenant", folder, "--as", "default")).Exit, 0);
        var runs = bench.Options.ReplayedRuns;
        var texts = SampleText().Matches(await File.ReadAllTextAsync(Path.Combine(folder, "samples.yaml"), bench.Stop))
            .Select(m => m.Groups[1].Value).ToArray();
        var messages = (int)(runs * MessagesPerRun);
        var requests = Requests.Make(
            messages,
            i => Webhooks.Message(bench.Laboratory, product, i % (messages / MessagesEach), texts[i * 7 % texts.Length]));
        await ClosedLoop.Run(product.Port, Connections, Limit, requests.Find, null, bench.Stop);
        bench.Report.Check("messages left to do", await product.Store.Drain(Limit, bench.Stop), 0);
        var recorded = await product.Store.Ask<long>("select count(*) from mt_events where type = 'agent_ran'");
        var asked = Math.Min(recorded, runs);
        var perSecond = new Spread();
        await bench.InTurns(async _ =>
        {
            var start = Stopwatch.GetTimestamp();
            var (exit, log) = await Verb(bench, product, "replay", "--since", "1d", "--limit", $"{asked}");
            perSecond.Add(asked / Stopwatch.GetElapsedTime(start).TotalSeconds);
            bench.Report.Check("exit code of replay", exit, 0);
            var equal = Equal().Match(log) is { Success: true } told
                ? int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture)
                : 0;
            bench.Report.Check("runs that came out equal", equal, asked);
        });

        bench.Report.Title($"Replay of {asked} recorded runs");
        bench.Report.Table(("runs per s, start of the process included", perSecond, "N0"));
    }

    private static async Task<(int Exit, string Log)> Verb(BenchRun bench, Product product, params string[] arguments)
    {
        var (port, file) = (ChildProcess.FreePort(), Path.Combine(bench.Laboratory.Folder, $"verb-{Guid.NewGuid():N}.log"));
        int exit;
        await using (var process = ChildProcess.Start(
            Product.Assembly, arguments, Product.Environment(bench.Laboratory, product.Database, port, "api"), file, port))
        {
            exit = await process.WaitForExit(bench.Stop);
        }

        return (exit, await File.ReadAllTextAsync(file, bench.Stop));
    }

    private static string TownHall()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CleanFte.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository was not found.");
        }

        return Path.Combine(folder, "tenants", "townhall");
    }

    [GeneratedRegex("""^ +- text: "([^"]+)"$""", RegexOptions.Multiline)]
    private static partial Regex SampleText();

    [GeneratedRegex(@"\d+ runs: (\d+) equal")]
    private static partial Regex Equal();
}
