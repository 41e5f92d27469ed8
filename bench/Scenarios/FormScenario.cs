using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>Tickets made by the web form, at saturation and at half of it, against R1.</summary>
internal static class FormScenario
{
    private const int Connections = 64;

    /// <summary>More than any turn can use up, so that no turn ends early.</summary>
    private const int RequestsPerSecond = 12_000;

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var (r1, form) = (new Spread(), new Spread());
        var (half50, half99, full50, full99) = (new Spread(), new Spread(), new Spread(), new Spread());
        var requests = Requests.Make(RequestsPerSecond * bench.Options.TurnSeconds, i => Forms.Request(product, i));

        // Both are warm before anything counts: compiled code, prepared statements, a filled cache.
        var made = (await Saturate(bench, product, requests)).Taken;
        await bare.Saturate(OneTicket.Connections, 2, OneTicket.Write, bench.Stop);
        await product.Store.Source.CreateCommand("analyze").ExecuteNonQueryAsync(bench.Stop);
        await bare.Execute("analyze");

        var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
        var (cost, spent) = ("", "");
        await bench.InTurns(async _ =>
        {
            r1.Add(await bare.Saturate(OneTicket.Connections, bench.Turn.TotalSeconds, OneTicket.Write, bench.Stop));
            var before = await product.Store.Weigh();
            cpu.Restart();
            var full = await Saturate(bench, product, requests);
            spent = cpu.Per(full.Taken);
            cost = (await product.Store.Weigh() - before).Per(full.Taken);
            var half = await OpenLoop.Run(
                product.Port, Connections, full.PerSecond / 2, bench.Turn, i => requests[i % requests.Count], null, bench.Stop);
            made += full.Taken + half.Taken;
            form.Add(full.PerSecond);
            full50.Add(full.Latency.Ms(0.5));
            full99.Add(full.Latency.Ms(0.99));
            half50.Add(half.Latency.Ms(0.5));
            half99.Add(half.Latency.Ms(0.99));
            if (full.Refused + half.Refused is { Length: > 0 } refused)
            {
                bench.Report.Line($"- refused: {refused}");
            }
        });

        bench.Report.Title("Form creation");
        bench.Report.Table(
            ("R1, the rows of one ticket in one bare round trip, 16 connections, per s", r1, "N0"),
            ($"form creation at saturation, {Connections} connections, per s", form, "N0"),
            ("form / R1", form.Over(r1), "0.00"),
            ("p50 at saturation, ms", full50, "0.0"),
            ("p99 at saturation, ms", full99, "0.0"),
            ("p50 at half of it, ms", half50, "0.0"),
            ("p99 at half of it, ms", half99, "0.0"));
        bench.Report.Fact("one ticket", $"{cost}; {spent}");
        bench.Report.Check("tickets answered are tickets stored", await product.Store.Ask<long>("select count(*) from tickets"), made);
    }

    private static Task<LoadResult> Saturate(BenchRun bench, Product product, Requests requests) => ClosedLoop.Run(
        product.Port, Connections, bench.Turn, i => requests[i % requests.Count], null, bench.Stop);
}
