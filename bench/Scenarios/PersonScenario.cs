using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;
using CleanFte.Bench.References;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Conversations;

namespace CleanFte.Bench.Scenarios;

/// <summary>Who is it, among a million customers; and how long it takes to erase somebody who wrote a lot.</summary>
internal static class PersonScenario
{
    private const int IdentityAim = 1;

    private const int ErasureAim = 1_000;

    /// <summary>Conversations of one person: 10,000 events with their tickets.</summary>
    private const int Talks = 190;

    private const int Warm = 500;

    public static async Task Run(BenchRun bench)
    {
        await Identify(bench);
        await Erase(bench);
    }

    /// <summary>One lookup after the other, as a message's processing asks; each is a round trip.</summary>
    private static async Task Identify(BenchRun bench)
    {
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var customers = bench.Options.Quick ? 100_000 : 1_000_000;
        await bare.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            insert into customers (tenant_id, id, name, created_at, version)
            select 'default', lpad(to_hex(n), 32, '0')::uuid, 'Ana', now(), 2 from generate_series(1, {customers}) n;
            insert into customer_identifiers (tenant_id, customer_id, kind, value, verification, linked, at)
            select 'default', lpad(to_hex(n), 32, '0')::uuid, 'phone', '+346' || lpad(n::text, 8, '0'), 'verified', true, now()
            from generate_series(1, {customers}) n;
            insert into conversations (tenant_id, id, customer_id, channel, account, reply_address, closed, agent_on, agent_epoch,
                ever_handed_over, opened_at, last_message_at)
            select 'default', gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, 'whatsapp', 'town', 'whatsapp:+346', false, true, 0, false,
                now(), now()
            from generate_series(1, {customers}) n;
            analyze customers; analyze customer_identifiers; analyze conversations
            """));
        var senders = new Senders(bare.Source);
        var histogram = new Histogram();
        for (var i = 0; i < Warm + 10_000; i++)
        {
            var phone = $"+346{Random.Shared.Next(1, customers):D8}";
            var start = Stopwatch.GetTimestamp();
            var found = await senders.Find(
                "default", "town", new Identifier(IdentifierKind.Phone, phone, Verification.Verified), bench.Stop);
            if (i >= Warm)
            {
                histogram.Record(start, Stopwatch.GetTimestamp());
            }

            if (found.Customer is null || found.Conversation is null)
            {
                throw new InvalidOperationException($"{phone} was not recognised.");
            }
        }

        bench.Report.Title($"Who is it, among {customers:N0} customers with an open conversation each");
        bench.Report.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {histogram.Ms(0.5):0.00}, p95 {histogram.Ms(0.95):0.00}, p99 {histogram.Ms(0.99):0.00}, slowest {histogram.MaxMs:0.0} ms"));
        bench.Report.Check($"within {IdentityAim} ms (p95)", histogram.Ms(0.95) <= IdentityAim ? 1 : 0, 1);
    }

    private static async Task Erase(BenchRun bench)
    {
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var events = await History.Write(bare.Source, bench.Options.FeedEvents, bench.Stop);
        await using var rebuild = ChildProcess.Start(
            Product.Assembly, ["rebuild"],
            Product.Environment(bench.Laboratory, bare.ConnectionString, ChildProcess.FreePort(), "api,worker"),
            Path.Combine(bench.Laboratory.Folder, "product.log"), ChildProcess.FreePort());
        bench.Report.Check("exit code of rebuild", await rebuild.WaitForExit(bench.Stop), 0);
        await bare.Execute("vacuum analyze");
        await using var product = await Product.Start(bench.Laboratory, bench.Stop, "api", bare.ConnectionString);
        using var http = new HttpClient { BaseAddress = new Uri(product.PublicUrl) };
        var times = new Spread();
        var counts = new Spread();
        for (var i = 0; i < Math.Max(3, bench.Options.Pairs); i++)
        {
            // The first erasure compiles and plans, and does not count.
            var customer = await Gather(bare);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/customers/{customer}/erase", UriKind.Relative));
            request.Headers.Add("X-Api-Key", await FeedScenario.Key(http, true));
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, bench.Stop);
            var took = Stopwatch.GetElapsedTime(start);
            using var certificate = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(bench.Stop));
            if (i > 0)
            {
                times.Add(took.TotalMilliseconds);
                counts.Add(certificate.RootElement.GetProperty("stores").EnumerateArray()
                    .First(s => s.GetProperty("store").GetString() == "events").GetProperty("count").GetInt64());
            }
        }

        bench.Report.Title($"Erasing somebody with {Talks} conversations and tickets, {events:N0} events stored");
        bench.Report.Table(("events masked", counts, "N0"), ("erasure, ms", times, "N0"));
        bench.Report.Check($"within {ErasureAim:N0} ms", times.Median <= ErasureAim ? 1 : 0, 1);
    }

    /// <summary>Gives one customer what many have, in the read models that he is found by.</summary>
    private static async Task<Guid> Gather(Bare bare)
    {
        await using var command = bare.Source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            with chosen as (
                select id, row_number() over (order by id) as place from customers where tenant_id = 'default' and erased_at is null
                order by id limit {Talks}),
            head as (select id from chosen where place = 1),
            talks as (update conversations set customer_id = (select id from head), closed = true
                where tenant_id = 'default' and customer_id in (select id from chosen)),
            tickets as (update tickets set customer_id = (select id from head)
                where tenant_id = 'default' and customer_id in (select id from chosen)),
            others as (update customers set erased_at = now() where tenant_id = 'default' and id in (select id from chosen where place > 1))
            select id from head
            """));
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}
