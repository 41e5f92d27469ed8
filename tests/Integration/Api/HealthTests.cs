using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using Npgsql;

namespace CleanFte.Integration.Api;

/// <summary>What the health routes say while the database is there, gone, and back.</summary>
public sealed class HealthTests(HealthTests.LonelyHost host) : IClassFixture<HealthTests.LonelyHost>
{
    [Fact]
    public async Task A_lost_database_is_told_and_a_returned_one_too()
    {
        var key = await host.Key(ApiRole.Operator);
        await Wait.Until(
            async () => (await host.Get("/api/v1/health"))["status"].GetString() == "healthy",
            "the projections have begun");
        (await host.Get("/api/v1/health/ready")).Status.ShouldBe(200);
        (await host.Get("/api/v1/health")).Json.TryGetProperty("components", out _).ShouldBeFalse();
        (await host.Get("/api/v1/health", key))["components"].GetProperty("database").GetProperty("status").GetString()
            .ShouldBe("healthy");

        await Lock(true);
        (await host.Get("/api/v1/health/live")).Status.ShouldBe(200);
        (await host.Get("/api/v1/health/ready")).Status.ShouldBe(503);
        var health = await host.Get("/api/v1/health");
        health.Status.ShouldBe(503);
        health["status"].GetString().ShouldBe("unhealthy");
        var refused = await host.Post(FormTests.Path, FormTests.Report());
        refused.ShouldBeProblem(503, "service.unavailable");
        refused.Header("Retry-After").ShouldNotBeNull();
        (await new Citizen(host).Write("There is a pothole")).ShouldBeProblem(503, "service.unavailable");

        await Lock(false);
        await Wait.Until(
            async () => (await host.Get("/api/v1/health/ready")).Status == 200, "the database is found again");
        (await host.Post(FormTests.Path, FormTests.Report())).Status.ShouldBe(201);
        (await new Citizen(host).Reports()).ShouldNotBeEmpty();
    }

    private async Task Lock(bool locked)
    {
        var name = new NpgsqlConnectionStringBuilder(host.ConnectionString).Database;
        await using var server = NpgsqlDataSource.Create(await TestServer.ConnectionString());
        await using var command = server.CreateCommand($"""
            alter database {name} allow_connections {!locked};
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}';
            """);
        await command.ExecuteNonQueryAsync();
    }

    public sealed class LonelyHost : RunningHost;
}
