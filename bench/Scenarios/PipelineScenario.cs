using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>Signed webhook in, reply at the provider out, sustained, against R5 and R6.</summary>
internal static class PipelineScenario
{
    private const int RequestsPerSecond = 6_000;

    /// <summary>One message in so many meets a second writer on the same ticket.</summary>
    private const int ConflictEvery = 100;

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var (r5, r5Sent, r6, r6Sent) = (new Spread(), new Spread(), new Spread(), new Spread());
        var (even, skewed, raced) = (new Spread(), new Spread(), new Spread());
        using var talk = new Talk(bench, product);
        var opening = await talk.Open();
        var messages = await WholeMessage.Prepare(bare, bench.Options.Senders);
        await using var rivals = await Rivals.Start(product, bench.Options.Senders, bench.Stop);
        var duration = TimeSpan.FromSeconds(bench.Options.PipelineSeconds);
        var senders = bench.Options.Senders;
        var cpu = new CpuMeter(product.ProcessId, bench.Laboratory.ServerProcess);
        var (cost, spent, bareSpent) = ("", "", "");

        await talk.Write(Make(bench, product, i => i % senders), i => i % senders, bench.Turn);
        await bench.InTurns(async _ =>
        {
            r5.Add(await Reference(WholeMessage.Connections, messages.One));
            r6.Add(await Reference(WholeMessage.GroupConnections, messages.Group));
            r5Sent.Add(await Reference(WholeMessage.Connections, messages.OneAndSent));
            cpu.Restart();
            r6Sent.Add(await Reference(WholeMessage.GroupConnections, messages.GroupAndSent));
            bareSpent = cpu.Per((long)(r6Sent[^1] * bench.Turn.TotalSeconds));
            var requests = Make(bench, product, i => i % senders);
            var (before, posted) = (await product.Store.Weigh(), talk.Posted);
            cpu.Restart();
            even.Add(await talk.Write(requests, i => i % senders, duration));
            spent = cpu.Per(talk.Posted - posted);
            cost = (await product.Store.Weigh() - before).Per(talk.Posted - posted);
            skewed.Add(await talk.Write(Make(bench, product, Skewed), Skewed, duration));
            raced.Add(await talk.Write(
                Make(bench, product, i => i % senders), i => i % senders, duration,
                i =>
                {
                    if (i % ConflictEvery == 0)
                    {
                        rivals.AddNote(i % senders);
                    }
                }));
            await rivals.Finish();
        });

        bench.Report.Title("Whole pipeline");
        bench.Report.Table(
            ("R5, the rows of one message in two transactions, 16 connections, per s", r5, "N0"),
            ("R5 and the rows of sending in a third", r5Sent, "N0"),
            ("R6, the same rows 50 messages together, 2 connections, per s", r6, "N0"),
            ("R6 and the rows of sending in a third", r6Sent, "N0"),
            ($"webhook to reply, {senders} senders, messages per s", even, "N0"),
            ("one sender in ten writes half of all", skewed, "N0"),
            ("one unit in a hundred meets a second writer", raced, "N0"),
            ("even / R5", even.Over(r5), "0.00"),
            ("even / R5 with the rows of sending", even.Over(r5Sent), "0.00"),
            ("even / R6", even.Over(r6), "0.00"),
            ("even / R6 with the rows of sending", even.Over(r6Sent), "0.00"),
            ("skewed / even", skewed.Over(even), "0.00"),
            ("raced / even", raced.Over(even), "0.00"));
        bench.Report.Fact("first messages, which register the citizen and open conversation and ticket, per s", $"{opening:N0}");
        bench.Report.Fact("one message, reply included", $"{cost}; {spent}");
        bench.Report.Fact("one message of R6 with the rows of sending", $"{bareSpent}");
        bench.Report.Fact("notes of the second writer", $"{rivals.Taken:N0} taken, {rivals.Lost:N0} refused after lost races");
        await talk.Check();

        Task<double> Reference(int connections, Func<Npgsql.NpgsqlConnection, int, Task<int>> unit) =>
            bare.Saturate(connections, bench.Turn.TotalSeconds, unit, bench.Stop);

        // Even numbers are the first tenth's, odd ones the others'; both take turns in order.
        int Skewed(int i) => i % 2 == 0
            ? i / 2 % (senders / 10)
            : (senders / 10) + (i / 2 % (senders - (senders / 10)));
    }

    private static Requests Make(BenchRun bench, Product product, Func<int, int> senderOf)
    {
        var requests = Requests.Make(
            RequestsPerSecond * bench.Options.PipelineSeconds, i => Webhooks.Message(bench.Laboratory, product, senderOf(i)));
        GC.Collect();
        return requests;
    }
}
