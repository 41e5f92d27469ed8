using System.Collections.Concurrent;
using System.Diagnostics;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.StandIns;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// What Meta asks of a business: a batch of a thousand updates answered in a quarter of a second, and a thousand messages with
/// their 2,300 statuses a second for a minute, while the workers process them.
/// </summary>
internal static class MetaScenario
{
    private const int MessagesPerSecond = 1_000;

    private const int StatusesPerSecond = 2_300;

    private const int BatchMessages = 300;

    private const int BatchStatuses = 700;

    private const int Batches = 5;

    private const int BatchAimMs = 250;

    private const int Connections = 64;

    /// <summary>Of ten messages three are read within the minute; with sent and delivered that is 2.3 statuses each.</summary>
    private const int ReadOfTen = 3;

    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan OpeningLimit = TimeSpan.FromMinutes(5);

    public static async Task Run(BenchRun bench)
    {
        await using var cloud = await CloudStandIn.Start(lean: true);
        var told = new ConcurrentQueue<CloudTold>();
        var given = 0L;
        cloud.Accepting = (id, to, callback) =>
        {
            told.Enqueue(new(id, to, callback, "sent"));
            told.Enqueue(new(id, to, callback, "delivered"));
            if (Interlocked.Increment(ref given) % 10 < ReadOfTen)
            {
                told.Enqueue(new(id, to, callback, "read"));
            }
        };
        await using var product = await Product.Start(bench.Laboratory, bench.Stop, more: CloudBodies.Settings(cloud));
        var bodies = new CloudBodies(cloud, product);

        // Everybody has written once: their replies are the first statuses.
        var senders = bench.Options.Senders;
        var opening = Requests.Make(senders, bodies.Message);
        await ClosedLoop.Run(product.Port, Connections, OpeningLimit, opening.Find, null, bench.Stop);
        await product.Store.Drain(OpeningLimit, bench.Stop);

        bench.Report.Title("Meta's batches and mix");
        var batched = await Batched(bench, product, bodies, told);
        await Soak(bench, product, bodies, told, senders + batched);
    }

    private static async Task<long> Batched(
        BenchRun bench, Product product, CloudBodies bodies, ConcurrentQueue<CloudTold> told)
    {
        var (slowest, elements) = (0.0, 0L);
        using var wire = await Wire.Connect(product.Port);
        for (var i = 0; i < Batches; i++)
        {
            var statuses = new List<CloudTold>();
            while (statuses.Count < BatchStatuses && told.TryDequeue(out var next))
            {
                statuses.Add(next);
            }

            var request = bodies.Batch(Enumerable.Range(i * BatchMessages, BatchMessages), statuses);
            var started = Stopwatch.GetTimestamp();
            bench.Report.Check("a batch is answered", await wire.Send(request), 200);
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            elements += BatchMessages + statuses.Count;
            await product.Store.Drain(PendingLimit, bench.Stop);
        }

        bench.Report.Fact(
            $"{Batches} batches of {BatchMessages} messages and up to {BatchStatuses} statuses, slowest answer, aim {BatchAimMs} ms",
            $"{slowest:0} ms");
        return elements;
    }

    private static async Task Soak(
        BenchRun bench, Product product, CloudBodies bodies, ConcurrentQueue<CloudTold> told, long before)
    {
        var duration = TimeSpan.FromSeconds(bench.Options.SoakSeconds);
        var total = MessagesPerSecond * bench.Options.SoakSeconds;
        var requests = Requests.Make(total, i => bodies.Message(i % bench.Options.Senders));
        GC.Collect();
        var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
        var messages = OpenLoop.Run(
            product.Port, Connections, MessagesPerSecond, duration, i => requests[i], null, bench.Stop);
        var statuses = OpenLoop.Run(
            product.Port, Connections, StatusesPerSecond, duration,
            _ => told.TryDequeue(out var next) ? bodies.Status(next) : (ReadOnlyMemory<byte>?)null, null, bench.Stop);
        await Task.WhenAll(messages, statuses);
        var spent = cpu.Seconds;
        var pending = await product.Store.Pending();
        var drained = Stopwatch.StartNew();
        var left = await product.Store.Drain(PendingLimit, bench.Stop);

        bench.Report.Line("| | per s | p50 ms | p99 ms | max ms |\n|---|---:|---:|---:|---:|");
        Row("messages acknowledged", messages.Result);
        Row("statuses acknowledged", statuses.Result);
        bench.Report.Fact("pending at the end", $"{pending:N0}, none after {drained.Elapsed.TotalSeconds:0.0} s");
        bench.Report.Fact(
            "CPU seconds", $"{spent.Product:0.0} product, {spent.Server:0.0} PostgreSQL, {spent.Driver:0.0} driver and provider");
        bench.Report.Check("messages taken", messages.Result.Taken, total);
        bench.Report.Check("still pending", left, 0);
        bench.Report.Check(
            "rows of the ledger", await product.Store.Ask<long>("select count(*) from inbox where state = 1 and account <> '@timers'"),
            before + messages.Result.Taken + statuses.Result.Taken);

        void Row(string name, LoadResult result) => bench.Report.Line(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"| {name} | {result.PerSecond:N0} | {result.Latency.Ms(0.5):0.0} | {result.Latency.Ms(0.99):0.0} | {result.Latency.MaxMs:0.0} |"));
    }
}
