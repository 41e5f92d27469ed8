using CleanFte.Application.Tenants;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>How often one address may ask. The others' limits are off, which all their requests prove.</summary>
public sealed class LimitTests(LimitTests.LimitedHost host) : IClassFixture<LimitTests.LimitedHost>
{
    private const int Permits = 3;

    [Fact]
    public Task The_form_is_limited_per_address() => IsLimited(address =>
        host.Post(FormTests.Path, FormTests.Report(), null, ("X-Forwarded-For", address)));

    [Fact]
    public async Task Who_sends_the_plain_form_too_often_reads_so_on_a_page()
    {
        Answer answer;
        do
        {
            answer = await host.Post(
                "/report/plain", new FormUrlEncodedContent([]), null, ("X-Forwarded-For", "203.0.113.60"), ("Accept-Language", "fr"));
        }
        while (answer.Status == 400);

        answer.Status.ShouldBe(429);
        answer.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
        answer.Header("Retry-After").ShouldNotBeNull();
        System.Net.WebUtility.HtmlDecode(answer.Text).ShouldContain("C’était un peu rapide.");
    }

    [Fact]
    public Task Lookups_are_limited_per_address() => IsLimited(address =>
        host.Get($"/api/v1/tickets/{Guid.NewGuid()}", null, ("X-Forwarded-For", address)));

    [Fact]
    public Task The_reporters_additions_are_limited_per_address() => IsLimited(address => host.Post(
        $"/api/v1/tickets/{Guid.NewGuid()}/comments", new { text = "It is deeper now" }, null,
        ("X-Forwarded-For", address.Replace("203.0.113", "198.51.100", StringComparison.Ordinal))));

    [Fact]
    public async Task Uploads_are_limited_per_ticket_however_its_number_is_spelt()
    {
        var report = await host.Post(FormTests.Path, FormTests.Report(), null, ("X-Forwarded-For", "203.0.113.77"));
        var number = report["trackingNumber"].GetString()!;
        string[] spellings =
            [number, number.ToLowerInvariant(), number.Replace("-", "", StringComparison.Ordinal), $"{number} "];

        var answers = new List<Answer>();
        foreach (var spelling in spellings)
        {
            answers.Add(await Upload(spelling, report["accessCode"].GetString()!));
        }

        answers.Select(a => a.Status).ShouldBe([201, 201, 201, 429]);
        int.Parse(answers[3].Header("Retry-After")!, null).ShouldBeInRange(86_000, 86_400);
    }

    [Fact]
    public async Task Only_files_that_are_kept_use_up_a_tickets_uploads()
    {
        var report = await host.Post(FormTests.Path, FormTests.Report(), null, ("X-Forwarded-For", "203.0.113.78"));
        var (number, code) = (report["trackingNumber"].GetString()!, report["accessCode"].GetString()!);
        for (var i = 0; i <= Permits; i++)
        {
            (await Upload(number, "0000000000000000000W")).Status.ShouldBe(403);
            (await Upload(number, code, content: "no picture"u8.ToArray())).Status.ShouldBe(422);
        }

        for (var i = 0; i <= Permits; i++)
        {
            (await Upload(number, code, "the same")).Status.ShouldBe(201);
        }

        (await Upload(number, code, "another")).Status.ShouldBe(201);
        (await Upload(number, code, "a third")).Status.ShouldBe(201);
        (await Upload(number, code, "one too many")).ShouldBeProblem(429, "rate.limited");
        (await Upload(number, code, "a third")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Open311_is_limited_per_address_and_says_so_in_its_own_words()
    {
        for (var i = 0; i < Permits; i++)
        {
            (await host.Get("/open311/v2/requests.json", null, ("X-Forwarded-For", "203.0.113.9"))).Status.ShouldBe(200);
        }

        var refused = await host.Get("/open311/v2/requests.json", null, ("X-Forwarded-For", "203.0.113.9"));
        refused.Status.ShouldBe(429);
        refused.Json[0].GetProperty("code").GetInt32().ShouldBe(429);
        refused.Header("Retry-After").ShouldNotBeNull();
        (await host.Get("/open311/v2/requests.json", null, ("X-Forwarded-For", "203.0.113.10"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_is_refused_by_Open311_is_limited_per_address_too()
    {
        for (var i = 0; i < 2 * Permits; i++)
        {
            (await Ask("203.0.113.19", $"wrong-{i}")).Status.ShouldBe(403);
        }

        var refused = await Ask("203.0.113.19", "wrong");
        refused.Status.ShouldBe(429);
        refused.Json[0].GetProperty("code").GetInt32().ShouldBe(429);
        refused.Header("Retry-After").ShouldNotBeNull();
        (await Ask("203.0.113.20", "wrong")).Status.ShouldBe(403);

        Task<Answer> Ask(string address, string key) => host.Post(
            "/open311/v2/requests.json", new FormUrlEncodedContent(new Dictionary<string, string> { ["api_key"] = key }), null,
            ("X-Forwarded-For", address));
    }

    [Fact]
    public async Task The_tools_are_limited_per_key()
    {
        var (key, other) = (await host.Key(ApiRole.Agent), await host.Key(ApiRole.Agent, RunningHost.OtherTenant));
        for (var i = 0; i < Permits; i++)
        {
            (await host.Get("/mcp", key, ("X-Forwarded-For", $"203.0.113.{i}"))).ShouldBeProblem(400, "mcp.session_required");
        }

        var refused = await host.Get("/mcp", key);
        refused.ShouldBeProblem(429, "rate.limited");
        int.Parse(refused.Header("Retry-After")!, null).ShouldBeInRange(1, 60);
        (await host.Get("/mcp", other)).Status.ShouldBe(400);
    }

    [Fact]
    public Task The_feed_is_limited_per_key() => IsLimitedPerKey(key => host.Get("/api/v1/events", key));

    [Fact]
    public async Task What_sends_a_ping_to_a_subscriber_is_limited_per_key()
    {
        var tests = 0;
        await IsLimitedPerKey(key => ++tests % 2 == 0
            ? host.Post("/api/v1/subscriptions", new { url = "https://example.org/" }, key)
            : host.Post($"/api/v1/subscriptions/{Guid.NewGuid()}/test", null, key));
    }

    [Fact]
    public async Task Signed_webhooks_are_not_limited()
    {
        var citizen = new Citizen(host);
        for (var i = 0; i <= 4 * Permits; i++)
        {
            (await citizen.Write($"There is a pothole, number {i}")).Status.ShouldBe(200);
        }
    }

    private async Task IsLimitedPerKey(Func<string, Task<Answer>> ask)
    {
        var (key, other) = (await host.Key(ApiRole.Integrator), await host.Key(ApiRole.Integrator, RunningHost.OtherTenant));
        for (var i = 0; i < Permits; i++)
        {
            (await ask(key)).Status.ShouldNotBe(429);
        }

        (await ask(key)).ShouldBeProblem(429, "rate.limited");
        (await ask(other)).Status.ShouldNotBe(429);
    }

    /// <summary>From somewhere else each time: how often one address may ask is not what is tested.</summary>
    private Task<Answer> Upload(string number, string code, string? key = null, byte[]? content = null) => host.Post(
        $"/api/v1/tickets/{Uri.EscapeDataString(number)}/media",
        TextAssertions.Upload(content ?? Pictures.TellingJpeg(), "image/jpeg"), null,
        ("X-Access-Code", code), ("Idempotency-Key", key ?? Guid.NewGuid().ToString()),
        ("X-Forwarded-For", $"2001:db8::{Random.Shared.Next(1, 0xffff):x}:{Random.Shared.Next(1, 0xffff):x}"));

    private static async Task IsLimited(Func<string, Task<Answer>> ask)
    {
        for (var i = 0; i < Permits; i++)
        {
            (await ask("203.0.113.1")).Status.ShouldNotBe(429);
        }

        var refused = await ask("203.0.113.1");
        refused.ShouldBeProblem(429, "rate.limited");
        int.Parse(refused.Header("Retry-After")!, null).ShouldBeInRange(1, 60);
        (await ask("203.0.113.2")).Status.ShouldNotBe(429);
    }

    public sealed class LimitedHost : RunningHost
    {
        protected override Dictionary<string, string?> Settings => new()
        {
            ["RateLimits:Form"] = $"{Permits}",
            ["RateLimits:Lookup"] = $"{Permits}",
            ["RateLimits:Media"] = $"{Permits}",
            ["RateLimits:Mcp"] = $"{Permits}",
            ["RateLimits:Open311"] = $"{Permits}",
            ["RateLimits:Open311Address"] = $"{2 * Permits}",
            ["RateLimits:Events"] = $"{Permits}",
            ["RateLimits:Pings"] = $"{Permits}",
        };
    }
}
