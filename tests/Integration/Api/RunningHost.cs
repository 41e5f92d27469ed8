using System.Net.Http.Json;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Integration.Agent;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using CleanFte.WebApi;
using CleanFte.WebApi.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace CleanFte.Integration.Api;

/// <summary>
/// The whole service in this process: Kestrel on a free port, a database of its own and two provider accounts of two
/// tenants.
/// It is reached as behind a proxy: the public address differs from the one it listens on.
/// </summary>
public abstract class RunningHost : TestDatabase
{
    public const string PublicUrl = "https://help.example.org";

    public const string OtherTenant = "north";

    public const string OtherTenantsHost = "north.example.org";

    public const string Bootstrap = "the operator key of the tests";

    private const int LongBody = 200_000;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private readonly Dictionary<(ApiRole, string), string> _keys = [];

    private CleanFteHost? _host;

    /// <summary>Where the default tenant's citizens write to.</summary>
    internal Line Main { get; private set; } = null!;

    /// <summary>Where those of the other tenant write to.</summary>
    internal Line North { get; private set; } = null!;

    internal CleanFteHost Host => _host!;

    public string Url { get; private set; } = "";

    public string MediaFolder { get; } = Directory.CreateTempSubdirectory("cleanfte-media-").FullName;

    /// <summary>What differs from the usual configuration.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Main = new Line("main", ITenants.Default, await TwilioStandIn.Start());
        North = new Line("north", OtherTenant, await TwilioStandIn.Start(
            accountSid: "AC11111111111111111111111111111111", address: "whatsapp:+14155550101"));
        _host = await Start();
        Url = _host.App.Urls.Single();
        Main.Twilio.TypeOf = async file => (await Ask(HttpMethod.Head, file.PathAndQuery, null)).Header("Content-Type");
        var created = await Ask(
            HttpMethod.Post, "/api/v1/admin/tenants",
            new { id = "south", name = "South", host = "south.example.org" }, Bootstrap);
        created.Status.ShouldBe(201);
        await Execute($"update tenants set host = '{OtherTenantsHost}' where id = '{OtherTenant}'");
        _host.App.Services.GetService(typeof(ITenants)).ShouldBeAssignableTo<ITenants>()!.Invalidate();
    }

    public override async Task DisposeAsync()
    {
        await Host.App.StopAsync();
        await Host.DisposeAsync();
        await Main.Twilio.DisposeAsync();
        await North.Twilio.DisposeAsync();
        Directory.Delete(MediaFolder, recursive: true);
        await base.DisposeAsync();
    }

    /// <summary>Starts a service on this database.</summary>
    internal async Task<CleanFteHost> Start()
    {
        var host = await CleanFteHost.Create([], Configure);
        await host.App.StartAsync();
        return host;
    }

    /// <summary>Makes a tenant be what ships in a folder.</summary>
    internal async Task Import(string folder, string tenant)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await ImportTenantVerb.Run(
            Host.App.Services,
            VerbArguments.Read([Path.Combine(Repository.Root, "tenants", folder), "--as", tenant], 1, "--as", "--host")!,
            output, error, CancellationToken.None)).ShouldBe(0, error.ToString());
    }

    /// <summary>A key of that role, made by the operator once.</summary>
    internal async Task<string> Key(ApiRole role, string tenant = ITenants.Default)
    {
        if (!_keys.TryGetValue((role, tenant), out var key))
        {
            var made = await Ask(
                HttpMethod.Post, "/api/v1/admin/api-keys",
                new { role = WireName.Of(role), label = "tests", tenant }, Bootstrap);
            made.Status.ShouldBe(201, made.Text);
            _keys[(role, tenant)] = key = made["key"].GetString()!;
        }

        return key;
    }

    internal Task<Answer> Get(string path, string? key = null, params (string Name, string Value)[] headers) =>
        Ask(HttpMethod.Get, path, null, key, headers);

    internal Task<Answer> Post(
        string path, object? body, string? key = null, params (string Name, string Value)[] headers) =>
        Ask(HttpMethod.Post, path, body, key, headers);

    /// <summary>Sends JSON, or whatever content is given.</summary>
    internal async Task<Answer> Ask(
        HttpMethod method, string path, object? body, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Url + path)
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                _ => JsonContent.Create(body),
            },
        };
        foreach (var (name, value) in key is null ? headers : [.. headers, ("X-Api-Key", key)])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Send(request);
    }

    /// <summary>Returns when all that came in is processed, and all that was decided is sent.</summary>
    internal Task Idle() => Wait.Until(
        async () => await Scalar<bool>(
            "select not exists (select from inbox where state = 0) and not exists (select from outbox where state = 0)"),
        "all is done");

    /// <summary>Sends it, and holds every answer to what all of them promise.</summary>
    internal async Task<Answer> Send(HttpRequestMessage request)
    {
        request.RequestUri!.ToString().ShouldStartWith(Url);

        // What is refused for its length is answered before it is sent; without asking first, the connection may break meanwhile.
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > LongBody;
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var answer = await Answer.Of(response);
        answer.Text.ShouldNotContain("   at ", Case.Sensitive,
            $"{request.Method} {request.RequestUri} shows a stack trace");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff", $"{request.Method} {request.RequestUri}");
        answer.Header("X-Frame-Options").ShouldBe("DENY");
        answer.Header("Referrer-Policy").ShouldBe(
            $"{request.RequestUri.AbsolutePath}/".Contains("/plain/", StringComparison.Ordinal) ? "same-origin" : "no-referrer");
        answer.Header("Content-Security-Policy")!.ShouldContain("frame-ancestors 'none'");
        answer.Header("X-Correlation-Id").ShouldNotBeNullOrEmpty();
        answer.Header("Server").ShouldBeNull();
        return answer;
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CleanFte"] = ConnectionString,
            ["PublicUrl"] = PublicUrl,
            ["ApiKeys:Bootstrap"] = Bootstrap,
            ["Media:Path"] = MediaFolder,
            ["Media:AllowedHosts:0"] = Main.Twilio.BaseUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
            ["RateLimits:Form"] = "0",
            ["RateLimits:Lookup"] = "0",
            ["RateLimits:Media"] = "0",
            ["RateLimits:Mcp"] = "0",
            ["RateLimits:Open311"] = "0",
            ["RateLimits:Open311Address"] = "0",
            ["RateLimits:Events"] = "0",
            ["RateLimits:Pings"] = "0",
            ["Cors:Origins:0"] = "https://town.example",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal",
        });
        builder.Configuration.AddInMemoryCollection(Main.Settings(0).Concat(North.Settings(1)));
        builder.Configuration.AddInMemoryCollection(Settings);
    }
}

/// <summary>
/// One service for all tests that do not change how it runs; each test writes as citizens of its own.
/// </summary>
public sealed class SharedHost : RunningHost;

[CollectionDefinition(nameof(SharedHost))]
public sealed class SharedHostTests : ICollectionFixture<SharedHost>;
