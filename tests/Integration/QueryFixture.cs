using CleanFte.Application;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CleanFte.Integration;

/// <summary>One database for all query tests; each test keeps to tenants of its own.</summary>
public sealed class QueryFixture : TestDatabase
{
    private ServiceProvider? _services;

    public IServiceProvider Services => _services!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddApplication()
            .AddInfrastructure(new InfrastructureOptions(ConnectionString, "", [], new MessagingOptions()))
            .AddMedia(new MediaOptions())
            .BuildServiceProvider();
        await _services.PrepareDatabase(CancellationToken.None);
    }

    public override async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await base.DisposeAsync();
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
}

[CollectionDefinition(nameof(QueryFixture))]
public sealed class QueryTests : ICollectionFixture<QueryFixture>;
