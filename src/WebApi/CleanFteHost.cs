using System.Globalization;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.EmbeddedPostgres;
using CleanFte.Infrastructure.Media;
using CleanFte.WebApi.Channels;
using CleanFte.WebApi.Conversations;
using CleanFte.WebApi.Customers;
using CleanFte.WebApi.Integrators;
using CleanFte.WebApi.Knowledge;
using CleanFte.WebApi.Mcp;
using CleanFte.WebApi.Metrics;
using CleanFte.WebApi.Open311;
using CleanFte.WebApi.Sandbox;
using CleanFte.WebApi.Services;
using CleanFte.WebApi.Team;
using CleanFte.WebApi.Tenants;
using CleanFte.WebApi.Tickets;
using CleanFte.WebApi.Web;
using CleanFte.WebApi.Webhooks;
using Serilog;
using Serilog.Events;

namespace CleanFte.WebApi;

/// <summary>The whole service in one object: its database, when it brings its own, and the application.</summary>
public sealed class CleanFteHost : IAsyncDisposable
{
    /// <summary>How long the host waits for work under way when it is told to stop.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of a body where a route does not say otherwise: JSON and Twilio's forms.</summary>
    private const int MaxBody = 256 * 1024;

    private readonly EmbeddedPostgresServer? _postgres;

    private CleanFteHost(WebApplication app, EmbeddedPostgresServer? postgres)
    {
        App = app;
        _postgres = postgres;
    }

    public WebApplication App { get; }

    /// <summary>Whether its database is its own.</summary>
    public bool IsEmbedded => _postgres is not null;

    /// <summary>Builds everything and prepares the database; the caller runs or starts the application.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="configure">What differs from the configuration.</param>
    /// <param name="logToError">Whether standard output is somebody else's.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<CleanFteHost> Create(
        string[] args, Action<WebApplicationBuilder>? configure = null, bool logToError = false,
        CancellationToken ct = default)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        AddLogging(builder, logToError);
        var (connectionString, postgres) = await Database(builder, logToError, ct);
        try
        {
            var settings = Settings.Read(builder.Configuration, builder.Environment, connectionString);
            AddServices(builder, settings);
            var app = builder.Build();
            Map(app, settings);
            await app.Services.PrepareDatabase(ct);
            await Start.Prepare(app, settings, ct);
            return new CleanFteHost(app, postgres);
        }
        catch when (postgres is not null)
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private static void AddLogging(WebApplicationBuilder builder, bool toError)
    {
        var logger = new LoggerConfiguration()
            .ReadFrom.Configuration(builder.Configuration)
            // It would log whole addresses, and with them the keys that Open311's clients put there.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.Console(
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: toError ? LogEventLevel.Verbose : null)
            .CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
    }

    private static async Task<(string ConnectionString, EmbeddedPostgresServer? Server)> Database(
        WebApplicationBuilder builder, bool logToError, CancellationToken ct)
    {
        if (builder.Configuration.GetConnectionString("CleanFte") is { Length: > 0 } configured)
        {
            return (configured, null);
        }

        using var logging = LoggerFactory.Create(logging => logging
            .AddConsole(console => console.LogToStandardErrorThreshold = logToError ? LogLevel.Trace : LogLevel.None)
            .SetMinimumLevel(LogLevel.Information));
        var options = EmbeddedPostgresOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        var server = await EmbeddedPostgresServer.Start(options, logging.CreateLogger<EmbeddedPostgresServer>(), ct);
        return (server.ConnectionString, server);
    }

    private static void AddServices(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        services.AddApplication();
        services.AddInfrastructure(settings.Infrastructure);
        services.AddMedia(settings.Media);
        if (settings.Worker)
        {
            services.AddWorkers();
        }

        services.AddScoped<WebhookServices>();
        services.AddScoped<TicketCommands>();
        services.AddScoped<Idempotency>();
        services.AddScoped<Open311Repeats>();
        services.AddSingleton<McpSessions>();
        services.AddSingleton<McpOrigins>();
        services.AddSingleton<McpHttp>();
        services.AddHttpContextAccessor();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddLimits(builder.Configuration);
        services.AddPageCors(builder.Configuration);
        services.AddOpenApi("v1", Contract.Describe);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            options.SerializerOptions.Converters.Add(new WireEnums());
            options.SerializerOptions.Converters.Add(new StorableJsonText());
        });
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBody;
        });
    }

    private static void Map(WebApplication app, Settings settings)
    {
        app.UseForwardedHeaders();
        app.UseRequestTrace();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context =>
            Problems.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.SwaggerEndpoint("/openapi/v1.json", "CleanFte");
        });
        app.UseOpen311Limit();
        app.UseRouting();
        app.UseCors();
        app.UseAccess();
        app.UseRateLimiter();
        app.MapOpenApi().ForAnyone();
        var api = app.MapGroup("/api/v1");
        api.MapHealth();
        if (settings.Api)
        {
            api.MapTwilioWebhooks();
            api.MapCloudApiWebhooks();
            api.MapGmailWebhooks();
            api.MapWahaWebhooks();
            api.MapForm();
            api.MapServices();
            api.MapTickets();
            api.MapReporters();
            api.MapProgress();
            api.MapMedia();
            api.MapMessages();
            api.MapOrchestrate();
            api.MapSessions();
            api.MapConversations();
            api.MapStories();
            api.MapTeam();
            api.MapAgentSwitches();
            api.MapCustomers();
            api.MapKnowledge();
            api.MapProposals();
            api.MapMetrics();
            api.MapEvents();
            api.MapSubscriptions();
            api.MapAdmin();
            api.MapChannels();
            api.MapAdminServices();
            api.MapSandbox(settings);
            app.MapMcp();
            app.MapOpen311();
            api.MapPortal();
            app.MapPlainForm();
            app.MapPlainTrack();
            app.MapWeb();
        }
    }
}
