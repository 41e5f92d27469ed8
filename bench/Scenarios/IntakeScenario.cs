using System.Text;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>Signed webhooks at saturation, alone and with workers beside them, against R2 and R4.</summary>
internal static class IntakeScenario
{
    private const int Connections = 64;

    private const int RequestsPerSecond = 20_000;

    public static async Task Run(BenchRun bench)
    {
        await using var alone = await Product.Start(bench.Laboratory, bench.Stop, "api");
        await using var working = await Product.Start(bench.Laboratory, bench.Stop);
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        await using var empty = await Empty(bench);
        var (r2, wide, r4, intake, beside) = (new Spread(), new Spread(), new Spread(), new Spread(), new Spread());
        var (p50, p99) = (new Spread(), new Spread());
        var (taken, besideTaken) = (0L, 0L);
        var (cost, spent) = ("", "");
        var post = Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Webhooks.SampleBody().Length}\r\n\r\n");
        ReadOnlyMemory<byte> emptyRequest = (byte[])[.. post, .. Webhooks.SampleBody()];
        var cpu = new CpuMeter(alone.ProcessId, bench.Laboratory.ServerProcess);

        await bare.Saturate(64, 1, OneInboxRow.Write, bench.Stop);
        await ClosedLoop.Run(empty.Port, Connections, bench.Turn, _ => emptyRequest);
        taken += (await Saturate(bench, alone)).Taken;
        await bench.InTurns(async _ =>
        {
            r2.Add(await bare.Saturate(16, bench.Turn.TotalSeconds, OneInboxRow.Write, bench.Stop));
            wide.Add(await bare.Saturate(64, bench.Turn.TotalSeconds, OneInboxRow.Write, bench.Stop));
            r4.Add((await ClosedLoop.Run(empty.Port, Connections, bench.Turn, _ => emptyRequest, null, bench.Stop)).PerSecond);
            var before = await alone.Store.Weigh();
            cpu.Restart();
            var result = await Saturate(bench, alone, cpu);
            spent = cpu.Per(result.Taken);
            cost = (await alone.Store.Weigh() - before).Per(result.Taken);
            taken += result.Taken;
            intake.Add(result.PerSecond);
            p50.Add(result.Latency.Ms(0.5));
            p99.Add(result.Latency.Ms(0.99));
        });

        // Last, because what it leaves pending keeps the workers busy for a while.
        var among = await Saturate(bench, working);
        besideTaken += among.Taken;
        beside.Add(among.PerSecond);

        bench.Report.Title("Signed-webhook intake");
        bench.Report.Table(
            ("R2, one ledger row per commit, 16 connections, per s", r2, "N0"),
            ("R2, 64 connections, per s", wide, "N0"),
            ($"R4, an empty endpoint, {Connections} connections, per s", r4, "N0"),
            ($"intake at saturation, {Connections} connections, per s", intake, "N0"),
            ("intake / R2 with 16 connections", intake.Over(r2), "0.00"),
            ("intake / R2 with 64 connections", intake.Over(wide), "0.00"),
            ("intake / R4", intake.Over(r4), "0.00"),
            ("p50, ms", p50, "0.0"),
            ("p99, ms", p99, "0.0"),
            ("intake at saturation with workers in the same process, per s", beside, "N0"));
        bench.Report.Fact("one webhook", $"{cost}; {spent}");
        bench.Report.Check("webhooks answered are rows stored", await Recorded(alone), taken);
        bench.Report.Check("webhooks answered are rows stored, with workers", await Recorded(working), besideTaken);
    }

    private static Task<long> Recorded(Product product) => product.Store.Ask<long>("select count(*) from inbox");

    private static async Task<LoadResult> Saturate(BenchRun bench, Product product, CpuMeter? cpu = null)
    {
        var senders = bench.Options.Senders;
        var requests = Requests.Make(
            RequestsPerSecond * bench.Options.TurnSeconds, i => Webhooks.Message(bench.Laboratory, product, i % senders));
        GC.Collect();
        cpu?.Restart();
        return await ClosedLoop.Run(
            product.Port, Connections, bench.Turn, requests.Find, null, bench.Stop);
    }

    private static async Task<ChildProcess> Empty(BenchRun bench)
    {
        var port = ChildProcess.FreePort();
        var process = ChildProcess.Start(
            typeof(IntakeScenario).Assembly.Location, [EmptyEndpoint.Verb, $"{port}"], new Dictionary<string, string>(),
            Path.Combine(bench.Laboratory.Folder, "empty.log"), port);
        await process.WaitUntilReady("/", bench.Stop);
        return process;
    }
}
