using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>Whether what is stored already slows what comes: tickets made with a hundred times as many events in the log.</summary>
internal static class GrownScenario
{
    private const int Connections = 64;

    private const int Few = 100_000;

    private const double Aim = 0.9;

    private const int RequestsPerSecond = 12_000;

    public static async Task Run(BenchRun bench)
    {
        var many = bench.Options.Quick ? 1_000_000 : 10_000_000;
        await using var young = await Grown(bench, Few);
        await using var old = await Grown(bench, many);
        var (few, much) = (new Spread(), new Spread());
        await using var first = await Product.Start(bench.Laboratory, bench.Stop, database: young.ConnectionString);
        await using var second = await Product.Start(bench.Laboratory, bench.Stop, database: old.ConnectionString);
        await Saturate(bench, first, 0);
        await Saturate(bench, second, 0);
        var turn = 0;
        await bench.InTurns(async _ =>
        {
            turn++;
            few.Add(await Saturate(bench, first, turn));
            much.Add(await Saturate(bench, second, turn));
        });

        bench.Report.Title($"Form creation with {Few:N0} and with {many:N0} events stored");
        bench.Report.Table(
            ($"{Few:N0} events, tickets per s", few, "N0"), ($"{many:N0} events, tickets per s", much, "N0"),
            ("second / first", much.Over(few), "0.00"));
        bench.Report.Check($"at least {Aim}", much.Over(few).Median >= Aim ? 1 : 0, 1);
    }

    private static async Task<Bare> Grown(BenchRun bench, int events)
    {
        var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        await History.Write(bare.Source, events, bench.Stop);
        await using var rebuild = ChildProcess.Start(
            Product.Assembly, ["rebuild"],
            Product.Environment(bench.Laboratory, bare.ConnectionString, ChildProcess.FreePort(), "api,worker"),
            Path.Combine(bench.Laboratory.Folder, "product.log"), ChildProcess.FreePort());
        bench.Report.Check($"exit code of rebuild of {events:N0} events", await rebuild.WaitForExit(bench.Stop), 0);
        await bare.Execute("vacuum analyze");
        return bare;
    }

    /// <param name="turn">Makes each turn's reports differ from those of the others.</param>
    private static async Task<double> Saturate(BenchRun bench, Product product, int turn)
    {
        var requests = Requests.Make(
            RequestsPerSecond * bench.Options.TurnSeconds, i => Forms.Request(product, (turn * RequestsPerSecond * 100) + i));
        return (await ClosedLoop.Run(product.Port, Connections, bench.Turn, i => requests[i % requests.Count], null, bench.Stop)).PerSecond;
    }
}
