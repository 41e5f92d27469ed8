using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CleanFte.WebApi.Mcp;
using CleanFte.WebApi.Open311;
using CleanFte.WebApi.Tickets;
using CleanFte.WebApi.Web;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanFte.WebApi;

/// <summary>
/// How often one address, or one key, may ask; 0 in the configuration switches a limit off. Signed webhooks are never limited.
/// </summary>
internal static class Limits
{
    public const string Form = "form";
    public const string Lookup = "lookup";
    public const string Mcp = "mcp";
    public const string Open311 = "open311";
    public const string Events = "events";
    public const string Pings = "pings";

    /// <summary>What the refusal of one more request, or of one more file, is called.</summary>
    public const string TooOftenCode = "rate.limited";

    private const int FormPerMinute = 10;
    private const int LookupsPerMinute = 60;
    private const int MediaPerTicketAndDay = 10;
    private const int McpPerMinute = 300;
    private const int Open311PerMinute = 300;
    private const int EventsPerMinute = 300;
    private const int PingsPerMinute = 10;

    /// <summary>Above the other, so that several clients of one network have room.</summary>
    private const int Open311AddressPerMinute = 1_200;

    /// <summary>One sentence for each setting that is wrong, naming its environment key.</summary>
    public static IEnumerable<string> Validate(IConfiguration configuration)
    {
        foreach (var name in (string[])["Form", "Lookup", "Media", "Mcp", "Open311", "Events", "Pings", "Open311Address"])
        {
            if (configuration[$"RateLimits:{name}"] is { } limit
                && !int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                yield return $"RateLimits__{name} is '{limit}'; write how often, or 0 for no limit.";
            }
        }

        foreach (var proxy in KnownProxies(configuration).Where(p => !IPAddress.TryParse(p, out _)))
        {
            yield return $"ForwardedHeaders__KnownProxies has '{proxy}', which is no IP address.";
        }
    }

    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection("RateLimits");
        services.AddRateLimiter(options =>
        {
            options.OnRejected = Reject;
            options.AddPolicy(Form,
                http => Window(Address(http), limits.GetValue("Form", FormPerMinute), TimeSpan.FromMinutes(1)));
            options.AddPolicy(
                Lookup, http => Window(Address(http), limits.GetValue("Lookup", LookupsPerMinute),
                    TimeSpan.FromMinutes(1)));
            options.AddPolicy(
                Mcp, http => Window(
                    http.Key()?.Id ?? Address(http), limits.GetValue("Mcp", McpPerMinute), TimeSpan.FromMinutes(1)));
            options.AddPolicy(
                Open311, http => Window(
                    http.Key()?.Id ?? Address(http), limits.GetValue("Open311", Open311PerMinute), TimeSpan.FromMinutes(1)));
            options.AddPolicy(
                Events, http => Window(
                    http.Key()?.Id ?? Address(http), limits.GetValue("Events", EventsPerMinute), TimeSpan.FromMinutes(1)));
            options.AddPolicy(
                Pings, http => Window(
                    http.Key()?.Id ?? Address(http), limits.GetValue("Pings", PingsPerMinute), TimeSpan.FromMinutes(1)));
        });
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in KnownProxies(configuration))
            {
                options.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });
        return services;
    }

    /// <summary>
    /// Open311's clients by their address, before it is known who they are: the other limits count only who was admitted, and a wrong
    /// key is looked up, a form read, for everybody.
    /// </summary>
    public static void UseOpen311Limit(this WebApplication app)
    {
        var permits = app.Configuration.GetSection("RateLimits").GetValue("Open311Address", Open311AddressPerMinute);
        var options = new RateLimiterOptions
        {
            OnRejected = Reject,
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                http => Window(Address(http), permits, TimeSpan.FromMinutes(1))),
        };
        app.UseWhen(Open311Answer.IsAskedBy, open311 => open311.UseRateLimiter(options));
    }

    /// <summary>
    /// Files that a ticket takes by upload within a day; null without a limit. Whoever keeps them counts, so that it is used up
    /// by nobody who may not add to the ticket, and by no second attempt.
    /// </summary>
    public static int? MediaPerDay(IConfiguration configuration) =>
        configuration.GetValue("RateLimits:Media", MediaPerTicketAndDay) is > 0 and var limit ? limit : null;

    public static IResult TooOften(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(429, TooOftenCode, "That was too often. Wait as Retry-After says and try again.");
    }

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        permits <= 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(
                key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window });

    private static string[] KnownProxies(IConfiguration configuration) =>
        configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? [];

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async ValueTask Reject(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter,
            out var after) ? after : TimeSpan.FromMinutes(1);
        var http = context.HttpContext;
        var answer = TooOften(http, wait);
        var page = http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>();
        await (page is null ? answer : await PlainForm.TooOften(http, ct)).ExecuteAsync(http);
    }
}

/// <summary>Which pages of other sites may post the form, and which may use the tools.</summary>
internal static class Cors
{
    public const string Form = "form";
    public const string Mcp = "mcp";
    public const string Open311 = "open311";

    /// <summary>One sentence for each origin that no browser would send.</summary>
    public static IEnumerable<string> Validate(IConfiguration configuration) =>
        Wrong("Cors__Origins", Origins(configuration), except: "*")
            .Concat(Wrong("Mcp__AllowedOrigins", McpOrigins.Allowed(configuration)));

    private static IEnumerable<string> Wrong(string key, string[] origins, string? except = null) => origins
        .Index()
        .Where(o => o.Item != except
            && !(Uri.TryCreate(o.Item, UriKind.Absolute, out var url)
                && url.GetLeftPart(UriPartial.Authority) == o.Item.TrimEnd('/')))
        .Select(o => $"{key}__{o.Index} is '{o.Item}'; write an origin such as https://www.example.org.");

    /// <summary>Origins from <c>Cors__Origins__0</c> on; none by default, so only pages of this host may.</summary>
    public static IServiceCollection AddPageCors(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCors(options =>
        {
            options.AddPolicy(Form, policy => policy
                .WithOrigins(Origins(configuration))
                .WithMethods("POST", "GET")
                .WithHeaders("Content-Type", "Idempotency-Key", ReporterAccess.CodeHeader)
                .WithExposedHeaders("Location"));
            // What everybody may read, any page may show: no cookie or key of the browser is involved.
            options.AddPolicy(Open311, policy => policy.AllowAnyOrigin().WithMethods("GET"));
            options.AddPolicy(Mcp, policy => policy
                .WithOrigins(McpOrigins.Allowed(configuration))
                .WithMethods("POST", "GET", "DELETE")
                .WithHeaders(
                    "Content-Type", "Authorization", Access.KeyHeader, McpHttp.SessionHeader, McpHttp.VersionHeader,
                    McpHttp.ConversationHeader, "Last-Event-ID", "Mcp-Method", "Mcp-Name")
                .WithExposedHeaders(McpHttp.SessionHeader));
        });

    private static string[] Origins(IConfiguration configuration) =>
        configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
}
