using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using CleanFte.Bench.Load;
using Npgsql;

namespace CleanFte.Bench.Scenarios;

/// <summary>Conversations that go to people: how fast, how evenly, and how soon colleagues see it.</summary>
internal static class PeopleScenario
{
    private const int Members = 50;

    private const int PerSecond = 100;

    private const int Connections = 32;

    /// <summary>Hand-overs before those that count.</summary>
    private const int WarmUp = 500;

    private const int AtOnce = 1_000;

    private const int OpenConversations = 100_000;

    private const int Pages = 200;

    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(30);

    public static async Task Run(BenchRun bench)
    {
        await using var product = await Product.Start(bench.Laboratory, bench.Stop);
        using var http = new HttpClient { BaseAddress = new Uri(product.PublicUrl), Timeout = Timeout.InfiniteTimeSpan };
        var admin = await Key(http, "admin", null, bench.Stop);
        http.DefaultRequestHeaders.Add("X-Api-Key", admin);
        for (var i = 0; i < Members; i++)
        {
            await Join(product, http, i, bench.Stop);
        }

        using (var talk = new Talk(bench, product))
        {
            await talk.Open();
        }

        bench.Report.Title($"People: {Members} colleagues");
        var conversations = await Conversations(product);
        await Rate(bench, product, http, admin, conversations);
        await Together(bench, product, http, conversations[^AtOnce..]);
        await Inbox(bench, product, http);
    }

    /// <summary>Hand-overs at a rate that leaves room; the answer comes after the commit.</summary>
    private static async Task Rate(
        BenchRun bench, Product product, HttpClient http, string admin, Guid[] conversations)
    {
        // Warm before anything counts: compiled code, prepared statements, a filled cache.
        await HandOver(bench, product, admin, conversations[..WarmUp]);
        conversations = conversations[WarmUp..];
        var count = Math.Min(conversations.Length - AtOnce, PerSecond * bench.Options.LatencySeconds);
        var heard = new Histogram();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(bench.Stop);
        var begun = new TaskCompletionSource();
        var listening = Listen(http, begun, heard, count, stop.Token);
        await Task.WhenAny(begun.Task, listening);
        var result = await HandOver(bench, product, admin, conversations[..count]);
        stop.CancelAfter(Heard);
        var told = await listening;
        bench.Report.Line("| | p50 ms | p95 ms | p99 ms | max ms |\n|---|---:|---:|---:|---:|");
        Row(bench, $"handed over, {PerSecond} per second", result.Latency);
        Row(bench, "heard by a listener, from the event's own time", heard);
        bench.Report.Check("hand-overs taken", result.Taken, count);
        bench.Report.Check("and heard", told, count);
    }

    private static Task<LoadResult> HandOver(BenchRun bench, Product product, string admin, Guid[] conversations) =>
        OpenLoop.Run(
            product.Port, Connections, PerSecond, TimeSpan.FromSeconds((double)conversations.Length / PerSecond),
            Requests.Make(conversations.Length, i => SwitchOff(product, admin, conversations[i])).Find, null, bench.Stop);

    /// <summary>As many as there are, at once.</summary>
    private static async Task Together(BenchRun bench, Product product, HttpClient http, Guid[] conversations)
    {
        var before = await Given(product);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(conversations.Select(async id =>
        {
            using var answer = await http.PutAsJsonAsync($"/api/v1/conversations/{id}/agent", new { on = false }, bench.Stop);
            answer.EnsureSuccessStatusCode();
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = await Given(product);
        var given = after.Select(m => m.Value - before.GetValueOrDefault(m.Key)).ToArray();
        bench.Report.Fact(
            $"{AtOnce} hand-overs at once",
            $"{seconds:0.0} s; to each of {given.Length} {given.Min()} to {given.Max()}");
        bench.Report.Check("the most less the fewest, at most 1", Math.Max(1, given.Max() - given.Min()), 1);
    }

    /// <summary>The first page of a long inbox.</summary>
    private static async Task Inbox(BenchRun bench, Product product, HttpClient http)
    {
        await using (var command = product.Store.Source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            insert into customers (tenant_id, id, name, created_at, version)
            select 'default', gen_random_uuid(), 'Ana', now(), 1 from generate_series(1, {OpenConversations});
            insert into conversations (tenant_id, id, customer_id, channel, account, reply_address, closed, agent_on, agent_epoch,
                ever_handed_over, language, opened_at, last_message_at)
            select 'default', gen_random_uuid(), c.id, 'whatsapp', 'town', 'whatsapp:+1', false, true, 0, false, 'en',
                now() - random() * interval '9 days', now()
            from customers c where c.version = 1 and not exists (select from conversations v where v.customer_id = c.id);
            analyze conversations; analyze customers; analyze human_tasks; analyze messages
            """)))
        {
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync(bench.Stop);
        }

        foreach (var list in new[] { "all", "waiting" })
        {
            var histogram = new Histogram();
            for (var i = 0; i < Pages; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync($"/api/v1/inbox?list={list}", bench.Stop);
                answer.EnsureSuccessStatusCode();
                histogram.Record(start, Stopwatch.GetTimestamp());
            }

            Row(bench, $"first page of `{list}` with {OpenConversations:N0} open conversations", histogram);
        }
    }

    /// <summary>Hears hand-overs until there were so many or the time is over; returns how many.</summary>
    private static async Task<long> Listen(
        HttpClient http, TaskCompletionSource begun, Histogram heard, int count, CancellationToken ct)
    {
        var told = 0L;
        try
        {
            await using var stream = await http.GetStreamAsync(new Uri("/api/v1/inbox/stream", UriKind.Relative), ct);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
            {
                if (item.EventType == "listening")
                {
                    begun.SetResult();
                }
                else if (item.EventType == "handed_over")
                {
                    var late = DateTimeOffset.UtcNow
                        - JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("at").GetDateTimeOffset();
                    var now = Stopwatch.GetTimestamp();
                    heard.Record(now - (long)(late.TotalSeconds * Stopwatch.Frequency), now);
                    if (++told == count)
                    {
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over: the count tells.
        }

        return told;
    }

    private static async Task Join(Product product, HttpClient http, int number, CancellationToken ct)
    {
        using var joined = await http.PostAsJsonAsync("/api/v1/admin/team", new { name = $"Colleague {number}" }, ct);
        var id = (await joined.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetGuid();
        using var own = new HttpClient { BaseAddress = new Uri(product.PublicUrl) };
        own.DefaultRequestHeaders.Add("X-Api-Key", await Key(own, "staff", id, ct));
        using var online = await own.PutAsJsonAsync("/api/v1/team/me/online", new { online = true }, ct);
        online.EnsureSuccessStatusCode();
    }

    private static async Task<string> Key(HttpClient http, string role, Guid? memberId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/admin/api-keys")
        {
            Content = JsonContent.Create(new { role, label = "bench", tenant = "default", memberId }),
            Headers = { { "X-Api-Key", Product.OperatorKey } },
        };
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("key").GetString()!;
    }

    private static byte[] SwitchOff(Product product, string key, Guid conversation)
    {
        const string Body = """{"on":false}""";
        return Encoding.ASCII.GetBytes(
            $"PUT /api/v1/conversations/{conversation}/agent HTTP/1.1\r\nHost: 127.0.0.1:{product.Port}\r\nX-Api-Key: {key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
    }

    private static async Task<Guid[]> Conversations(Product product) =>
        await product.Store.Ask<Guid[]>("select array_agg(id order by opened_at) from conversations");

    private static async Task<Dictionary<Guid, long>> Given(Product product)
    {
        var given = new Dictionary<Guid, long>();
        await using var command = product.Store.Source.CreateCommand(
            "select stream_id, count(*) from mt_events where type = 'task_given' group by stream_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            given[reader.GetGuid(0)] = reader.GetInt64(1);
        }

        return given;
    }

    private static void Row(BenchRun bench, string name, Histogram h) => bench.Report.Line(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {h.Ms(0.5):0.0} | {h.Ms(0.95):0.0} | {h.Ms(0.99):0.0} | {h.MaxMs:0.0} |"));
}
