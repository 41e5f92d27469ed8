using System.Diagnostics;
using CleanFte.Bench.Generators;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>All read models built anew from the log by the product's own verb, against R3.</summary>
internal static class RebuildScenario
{
    public static async Task Run(BenchRun bench)
    {
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var events = await History.Write(bare.Source, bench.Options.RebuildEvents, bench.Stop);
        await bare.Execute("vacuum analyze");
        var (r3, rebuild) = (new Spread(), new Spread());
        await LogReplay.Run(bare.Source, bench.Stop);
        await bench.InTurns(async _ =>
        {
            r3.Add(await LogReplay.Run(bare.Source, bench.Stop));
            var start = Stopwatch.GetTimestamp();
            var code = await Verb(bench, bare, "rebuild");
            rebuild.Add(events / Stopwatch.GetElapsedTime(start).TotalSeconds);
            bench.Report.Check("exit code of rebuild", code, 0);
        });

        bench.Report.Title("Rebuild of all read models");
        bench.Report.Table(
            ("R3, reading and parsing the log, events per s", r3, "N0"),
            ("rebuild, start of the process included, events per s", rebuild, "N0"),
            ("rebuild / R3", rebuild.Over(r3), "0.00"));
        bench.Report.Fact("events", $"{events:N0}");
        bench.Report.Check("exit code of verify afterwards", await Verb(bench, bare, "verify"), 0);
    }

    private static async Task<int> Verb(BenchRun bench, Bare bare, string verb)
    {
        var port = ChildProcess.FreePort();
        await using var process = ChildProcess.Start(
            Product.Assembly, [verb], Product.Environment(bench.Laboratory, bare.ConnectionString, port, "api,worker"),
            Path.Combine(bench.Laboratory.Folder, "product.log"), port);
        return await process.WaitForExit(bench.Stop);
    }
}
