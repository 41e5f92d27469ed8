using System.Collections.Concurrent;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// What WhatsApp's operator asks of a business: a thousand messages and their 2,300 statuses a second for a minute, while the
/// workers process them. Statuses are those of replies that were really sent.
/// </summary>
internal static class SoakScenario
{
    private const int MessagesPerSecond = 1_000;

    private const int StatusesPerSecond = 2_300;

    private const int Connections = 64;

    /// <summary>Of ten messages three are read within the minute; with sent and delivered that is 2.3 statuses each.</summary>
    private const int ReadOfTen = 3;

    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(60);

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        using var talk = new Talk(bench, product);
        var statuses = new ConcurrentQueue<(string Callback, string Sid, string To, string Status)>();
        var (reads, given) = (0L, 0L);
        talk.Answered = (sender, sid, callback) =>
        {
            var to = Webhooks.Address(sender);
            statuses.Enqueue((callback!, sid, to, "sent"));
            statuses.Enqueue((callback!, sid, to, "delivered"));
            if (Interlocked.Increment(ref given) % 10 < ReadOfTen)
            {
                statuses.Enqueue((callback!, sid, to, "read"));
            }
        };

        // Their replies are the first statuses.
        await talk.Open();
        var duration = TimeSpan.FromSeconds(bench.Options.SoakSeconds);
        var senders = bench.Options.Senders;
        var total = MessagesPerSecond * bench.Options.SoakSeconds;
        var requests = Requests.Make(total, i => Webhooks.Message(bench.Laboratory, product, i % senders));
        GC.Collect();
        var before = await product.Store.Weigh();
        var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
        var messages = OpenLoop.Run(
            product.Port, Connections, MessagesPerSecond, duration, i => requests[i], null, bench.Stop);
        var told = OpenLoop.Run(
            product.Port, Connections, StatusesPerSecond, duration,
            _ =>
            {
                if (!statuses.TryDequeue(out var s))
                {
                    return (ReadOnlyMemory<byte>?)null;
                }

                Interlocked.Add(ref reads, s.Status == "read" ? 1 : 0);
                return Webhooks.Status(bench.Laboratory, s.Callback, s.Sid, s.To, s.Status);
            },
            null, bench.Stop);
        await Task.WhenAll(messages, told);
        var taken = messages.Result.Taken + told.Result.Taken;
        var spent = cpu.Seconds;
        var pending = await product.Store.Pending();
        var drained = System.Diagnostics.Stopwatch.StartNew();
        var left = await product.Store.Drain(PendingLimit, bench.Stop);

        bench.Report.Title($"Soak: {MessagesPerSecond} messages and {StatusesPerSecond} statuses per second for {duration.TotalSeconds:0} s");
        bench.Report.Line("| | p50 ms | p99 ms | max ms |\n|---|---:|---:|---:|");
        Row("messages acknowledged", messages.Result);
        Row("statuses acknowledged", told.Result);
        bench.Report.Fact("pending at the end", $"{pending:N0}, none after {drained.Elapsed.TotalSeconds:0.0} s");
        bench.Report.Fact(
            "CPU seconds", $"{spent.Product:0.0} product, {spent.Server:0.0} PostgreSQL, {spent.Driver:0.0} driver and provider");
        bench.Report.Fact("one webhook, processing included", $"{(await product.Store.Weigh() - before).Per(taken)}");
        bench.Report.Check("messages taken", messages.Result.Taken, total);
        bench.Report.Check("statuses taken", told.Result.Taken, (long)StatusesPerSecond * bench.Options.SoakSeconds);
        bench.Report.Check("still pending", left, 0);
        bench.Report.Check(
            "rows of the ledger", await product.Store.Ask<long>("select count(*) from inbox where state = 1"), senders + taken);
        bench.Report.Check(
            "replies known as read", await product.Store.Ask<long>("select count(*) from deliveries where status = 'read'"),
            Interlocked.Read(ref reads));

        void Row(string name, LoadResult result) => bench.Report.Line(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"| {name}, {result.PerSecond:N0} per s | {result.Latency.Ms(0.5):0.0} | {result.Latency.Ms(0.99):0.0} | "
            + $"{result.Latency.MaxMs:0.0} |"));
    }
}
