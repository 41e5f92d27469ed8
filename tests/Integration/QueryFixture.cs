using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Metrics;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Conversations;
using CleanFte.Infrastructure.Customers;
using CleanFte.Infrastructure.EmbeddedPostgres;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Metrics;
using CleanFte.Infrastructure.Services;
using CleanFte.Infrastructure.Tenants;
using CleanFte.Infrastructure.Tickets;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CleanFte.Integration;

/// <summary>One database for all query tests; each test keeps to tenants of its own.</summary>
public sealed class QueryFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cleanfte-").FullName;

    private EmbeddedPostgresServer? _server;
    private ServiceProvider? _services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public IServiceProvider Services => _services!;

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        _server = await EmbeddedPostgresServer.Start(
            new EmbeddedPostgresOptions { DataPath = _folder }, NullLogger.Instance, CancellationToken.None);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddApplication()
            .AddInfrastructure(new InfrastructureOptions(_server.ConnectionString, "", [], new MessagingOptions()))
            .AddSingleton<ITicketQueries, TicketQueries>()
            .AddSingleton<ICustomerQueries, CustomerQueries>()
            .AddSingleton<IApiKeys, ApiKeyStore>()
            .AddSingleton<BootstrapKey>()
            .AddSingleton<ApiKeyVerifier>()
            .AddSingleton<ITenants, TenantStore>()
            .AddSingleton<ICatalogue, CatalogueStore>()
            .AddSingleton<ILedgerQueries, LedgerQueries>()
            .AddSingleton<IDeadLetters, DeadLetters>()
            .AddSingleton<IReceivedMessages, ReceivedMessages>()
            .AddSingleton<IIdempotency, IdempotencyStore>();
        _services = services.BuildServiceProvider();
        await _services.PrepareDatabase(CancellationToken.None);
    }

    public static string NewTenant() => $"t-{Guid.NewGuid():N}"[..20];

    /// <summary>Sends a request as a caller of that tenant and role.</summary>
    public async Task<T> Send<T>(string tenant, IRequest<T> request, ApiRole? role = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Tenant = tenant;
        caller.Role = role;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    public async Task Execute(string sql, params object?[] values) =>
        await Database.Statement(sql, values).Run(CancellationToken.None);

    public static async Task<string> Explain(NpgsqlCommand command)
    {
        command.CommandText = $"explain {command.CommandText}";
        return string.Join('\n', await command.Rows(r => r.GetString(0), CancellationToken.None));
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(nameof(QueryFixture))]
public sealed class QueryTests : ICollectionFixture<QueryFixture>;
