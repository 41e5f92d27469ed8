using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CleanFte.Bench.Generators;
using CleanFte.Bench.References;

namespace CleanFte.Bench.Scenarios;

/// <summary>An integrator that was away reads the whole log by the feed, a thousand events at a time, one request after the other.</summary>
internal static class FeedScenario
{
    private const int Aim = 20_000;

    /// <summary>Pages before anything counts: the code is compiled, the statements are planned.</summary>
    private const int Warm = 30;

    public static async Task Run(BenchRun bench)
    {
        await using var bare = await Bare.Open(bench.Laboratory, bench.Stop);
        var events = await History.Write(bare.Source, bench.Options.FeedEvents, bench.Stop);
        await bare.Execute("vacuum analyze");
        await using var rebuild = ChildProcess.Start(
            Product.Assembly, ["rebuild"],
            Product.Environment(bench.Laboratory, bare.ConnectionString, ChildProcess.FreePort(), "api,worker"),
            Path.Combine(bench.Laboratory.Folder, "product.log"), ChildProcess.FreePort());
        bench.Report.Check("exit code of rebuild", await rebuild.WaitForExit(bench.Stop), 0);
        await using var product = await Product.Start(bench.Laboratory, bench.Stop, "api", bare.ConnectionString);
        using var http = new HttpClient { BaseAddress = new Uri(product.PublicUrl) };
        await Read(http, await Key(http, false), Warm, bench.Stop);
        bench.Report.Title($"The feed of {events:N0} events, by pages of 1,000");
        foreach (var personal in (bool[])[false, true])
        {
            var speed = new Spread();
            var key = await Key(http, personal);
            for (var i = 0; i < bench.Options.Pairs; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var told = await Read(http, key, int.MaxValue, bench.Stop);
                speed.Add(told / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            bench.Report.Table(($"events per s{(personal ? ", with personal fields" : "")}", speed, "N0"));
            bench.Report.Check($"at least {Aim:N0} events per s", speed.Median >= Aim ? 1 : 0, 1);
        }
    }

    public static async Task<string> Key(HttpClient http, bool personal)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/admin/api-keys", UriKind.Relative))
        {
            Content = JsonContent.Create(new { role = "integrator", label = "bench", personalData = personal }),
        };
        request.Headers.Add("X-Api-Key", Product.OperatorKey);
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    /// <summary>Reads on until there is no more; returns how many events there were.</summary>
    private static async Task<long> Read(HttpClient http, string key, int pages, CancellationToken ct)
    {
        var (told, cursor, more) = (0L, "", true);
        for (var page = 0; page < pages && more; page++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri($"/api/v1/events?limit=1000&after={cursor}", UriKind.Relative));
            request.Headers.Add("X-Api-Key", key);
            using var answer = await http.SendAsync(request, ct);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            told += body.RootElement.GetProperty("items").GetArrayLength();
            cursor = body.RootElement.GetProperty("cursor").GetString()!;
            more = body.RootElement.GetProperty("hasMore").GetBoolean();
        }

        return told;
    }
}
