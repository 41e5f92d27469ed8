namespace CleanFte.Bench.Scenarios;

/// <summary>Ten thousand conversations in which nothing happens.</summary>
internal static class IdleScenario
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        using (var talk = new Talk(bench, product))
        {
            await talk.Open();
        }

        await Task.Delay(Settling, bench.Stop);
        var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
        await Task.Delay(TimeSpan.FromSeconds(bench.Options.IdleSeconds), bench.Stop);
        var spent = cpu.Seconds;
        bench.Report.Title($"Idle: {bench.Options.Senders} open conversations, {bench.Options.IdleSeconds} s");
        bench.Report.Fact("CPU of the product", $"{100 * spent.Product / bench.Options.IdleSeconds:0.00} % of one core");
        bench.Report.Fact("CPU of PostgreSQL", $"{100 * spent.Server / bench.Options.IdleSeconds:0.00} % of one core");
    }
}
