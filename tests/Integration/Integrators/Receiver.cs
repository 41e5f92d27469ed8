using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanFte.Integration.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.Integration.Integrators;

/// <summary>Where webhooks arrive: one web server, a path for each test. It shares no code with what it tests.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Hook> _hooks = new();

    private Receiver(WebApplication app) => _app = app;

    public string Origin { get; private set; } = "";

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        receiver.Origin = app.Urls.Single();
        return receiver;
    }

    /// <summary>A path of its own.</summary>
    public Hook NewHook()
    {
        var path = $"/{Guid.NewGuid():N}";
        return _hooks[path] = new Hook(Origin + path);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (!_hooks.TryGetValue(http.Request.Path, out var hook))
        {
            http.Response.StatusCode = 404;
            return;
        }

        var headers = http.Request.Headers;
        var told = new Told(
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            Encoding.UTF8.GetString(body.ToArray()));
        await hook.Take(told, http);
    }
}

/// <summary>One path of the receiver: what came, and how it answers.</summary>
internal sealed class Hook(string url)
{
    private readonly ConcurrentQueue<Told> _all = new();
    private int _underWay;

    public string Url { get; } = url;

    /// <summary>The status that is answered; asked for each event.</summary>
    public Func<Told, int> Answer { get; set; } = _ => 204;

    /// <summary>Awaited before it answers.</summary>
    public Func<Task>? Hold { get; set; }

    /// <summary>The most that were under way at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>All that came, pings left out.</summary>
    public IReadOnlyList<Told> Events => [.. _all.Where(t => t.Type != "ping")];

    public IReadOnlyList<Told> All => [.. _all];

    /// <summary>What was taken with a success, in order.</summary>
    public IReadOnlyList<Told> Taken => [.. Events.Where(t => t.Status is >= 200 and < 300)];

    public Task WaitFor(int events) => Wait.Until(() => Taken.Count >= events, $"{events} events are delivered");

    public async Task Take(Told told, HttpContext http)
    {
        var now = Interlocked.Increment(ref _underWay);
        MostAtOnce = Math.Max(MostAtOnce, now);
        told.Status = Answer(told);
        _all.Enqueue(told);
        if (Hold is { } hold)
        {
            await hold();
        }

        Interlocked.Decrement(ref _underWay);
        http.Response.StatusCode = told.Status;
        if (told.Status is >= 300 and < 400)
        {
            http.Response.Headers.Location = $"{Url}/elsewhere";
        }

        await http.Response.WriteAsync(told.Status >= 400 ? "no" : "");
    }
}

/// <summary>One request as it came.</summary>
internal sealed record Told(string Id, string Timestamp, string Signature, string Body)
{
    public int Status { get; set; }

    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!;

    public string? Ticket => Json.GetProperty("subject").TryGetProperty("ticketId", out var id) ? id.GetString() : null;

    /// <summary>How many of the signatures are right, by the words of the Standard Webhooks specification.</summary>
    public int RightSignatures(params string[] secrets)
    {
        var content = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}");
        Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(Timestamp, CultureInfo.InvariantCulture))
            .ShouldBeLessThan(300);
        return Signature.Split(' ').Count(given => secrets.Any(secret =>
            given == "v1," + Convert.ToBase64String(
                HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), content))));
    }
}
