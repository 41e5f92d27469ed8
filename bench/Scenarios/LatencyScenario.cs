using System.Diagnostics;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;

namespace CleanFte.Bench.Scenarios;

/// <summary>How long a citizen waits for his answer to reach the provider, at a rate that leaves room.</summary>
internal static class LatencyScenario
{
    private const int PerSecond = 300;

    private const int Connections = 32;

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        var count = Math.Min(PerSecond * bench.Options.LatencySeconds, bench.Options.Senders);
        var due = new long[bench.Options.Senders];
        Histogram histogram = new();
        var replies = 0L;
        var cost = "";
        bench.Laboratory.Twilio.Accepting = (_, to, _) =>
        {
            histogram.Record(due[Webhooks.NumberOf(to)], Stopwatch.GetTimestamp());
            Interlocked.Increment(ref replies);
        };

        bench.Report.Title($"Webhook to reply, {PerSecond} messages per second, open loop");
        await Turn("warm-up, first messages");
        bench.Report.Line("| | p50 ms | p99 ms | max ms | ack p50 ms | ack p99 ms |\n|---|---:|---:|---:|---:|---:|");
        for (var i = 0; i < Math.Max(2, bench.Options.Pairs / 2); i++)
        {
            bench.Report.Line(await Turn("follow-up messages"));
        }

        bench.Report.Fact("one message at this rate", $"{cost}");
        bench.Report.Check("messages answered", replies, await product.Store.Ask<long>("select count(*) from inbox where state = 1"));
        bench.Laboratory.Twilio.Accepting = null;

        async Task<string> Turn(string name)
        {
            histogram = new Histogram();
            var requests = Requests.Make(count, i => Webhooks.Message(bench.Laboratory, product, i));
            var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
            var acks = await OpenLoop.Run(
                product.Port, Connections, PerSecond, TimeSpan.FromSeconds((double)count / PerSecond),
                requests.Find, (i, at) => due[i] = at, bench.Stop);
            await product.Store.Drain(TimeSpan.FromSeconds(30), bench.Stop);
            cost = cpu.Per(count);
            return string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {name} | {histogram.Ms(0.5):0.0} | {histogram.Ms(0.99):0.0} | {histogram.MaxMs:0.0} | "
                + $"{acks.Latency.Ms(0.5):0.0} | {acks.Latency.Ms(0.99):0.0} |");
        }
    }
}
