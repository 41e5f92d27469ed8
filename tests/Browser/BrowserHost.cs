using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using CleanFte.WebApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CleanFte.Browser;

/// <summary>
/// The whole service as a newcomer starts it, with its own PostgreSQL and the demo tenants, and a real browser: Debian's
/// chromium, or the one that <c>CHROMIUM</c> names.
/// </summary>
public sealed class BrowserHost : IAsyncLifetime
{
    /// <summary>As long as somebody would look at a page that does nothing.</summary>
    private const float Patience = 15_000;

    /// <summary>A service that asks questions of its own, which those of the demo do not.</summary>
    internal const string Asking = "bench";

    private const string Operator = "the operator of the browser's tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("cleanfte-browser-").FullName;

    private CleanFteHost? _host;

    private IPlaywright? _playwright;

    private IBrowser? _browser;

    public string Url { get; private set; } = "";

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = typeof(BrowserHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Repository").Value!;

    private static HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL runs as an unprivileged account, which must be able to pass.
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        }

        _host = await CleanFteHost.Create(
            ["--environment", "Development", "--contentRoot", _folder, "--urls", "http://127.0.0.1:0"], Configure);
        await DemoTenant.Ensure(_host.App, CancellationToken.None);
        await _host.App.StartAsync();
        Url = _host.App.Urls.Single();
        await DefineAsking();
        SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            // A page that a test makes up comes from no network, and might otherwise not speak to this machine.
            Args = ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
        });
    }

    public async Task DisposeAsync()
    {
        await _browser!.CloseAsync();
        _playwright!.Dispose();
        await _host!.App.StopAsync();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A browser of somebody who speaks that language and was never here.</summary>
    internal async Task<Visitor> Visit(
        string locale = "en-GB", bool script = true, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url,
            Locale = locale,
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        context.SetDefaultTimeout(Patience);
        return new Visitor(context, await context.NewPageAsync());
    }

    /// <summary>Numbers of the tickets with that subject.</summary>
    internal async Task<List<string>> Tickets(string subject)
    {
        var list = await Ask(HttpMethod.Get, "/api/v1/tickets?limit=200", await StaffKey());
        return
        [
            .. list.GetProperty("items").EnumerateArray().Where(t => t.GetProperty("subject").GetString() == subject)
                .Select(t => t.GetProperty("trackingNumber").GetString()!),
        ];
    }

    /// <summary>A key of a colleague, from the sandbox.</summary>
    internal async Task<string> StaffKey()
    {
        var answer = await Http.PostAsync($"{Url}/api/v1/sandbox/colleague", null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    /// <summary>A report that somebody made, and the code that lets him add to it.</summary>
    internal async Task<(string Number, string Code)> Report()
    {
        var sent = new
        {
            name = "Ana García",
            email = "ana@example.org",
            subject = "Deep pothole",
            category = "pothole",
            message = "There is a deep hole in the road",
        };
        var answer = await Ask(HttpMethod.Post, "/api/v1/support/form", "", sent);
        return (answer.GetProperty("trackingNumber").GetString()!, answer.GetProperty("accessCode").GetString()!);
    }

    /// <summary>Asks the service past the browser.</summary>
    internal async Task<JsonElement> Ask(HttpMethod method, string path, string key, object? body = null, string? match = null)
    {
        using var request = new HttpRequestMessage(method, Url + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key.Length > 0)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        using var response = await Http.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task DefineAsking()
    {
        var key = await Ask(
            HttpMethod.Post, "/api/v1/admin/api-keys", Operator, new { role = "admin", label = "tests", tenant = "default" });
        await Ask(
            HttpMethod.Put, $"/api/v1/admin/services/{Asking}", key.GetProperty("key").GetString()!,
            new
            {
                group = "parks",
                kind = "report",
                @public = true,
                roles = Array.Empty<string>(),
                severity = "minor",
                asksPlace = true,
                asksPhoto = false,
                texts = new { en = new { name = "A bench", description = "Of a park.", triggers = new[] { "bench" } } },
                items = Array.Empty<object>(),
                steps = new[] { Question("size", "choice", "Small", "Large"), Question("built", "date") },
            });
    }

    private static object Question(string name, string input, params string[] choices) => new
    {
        name,
        input,
        codes = Array.Empty<string>(),
        choices,
        maxAttempts = 3,
        texts = new { en = new { ask = $"Which {name}?", wrong = "Another one, please." } },
    };

    private static void Configure(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ApiKeys:Bootstrap"] = Operator,
            ["RateLimits:Form"] = "0",
            ["RateLimits:Lookup"] = "0",
            ["RateLimits:Media"] = "0",
            // The page that embeds the form is of this machine, too, but of another name.
            ["Cors:Origins:0"] = "http://localhost:9",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal",
        });
}

[CollectionDefinition(nameof(BrowserHost))]
public sealed class BrowserHostTests : ICollectionFixture<BrowserHost>;
