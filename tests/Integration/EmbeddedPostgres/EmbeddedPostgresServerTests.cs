using CleanFte.Infrastructure.EmbeddedPostgres;
using Npgsql;
using static CleanFte.Integration.EmbeddedPostgres.ServerTestFolder;

namespace CleanFte.Integration.EmbeddedPostgres;

public class EmbeddedPostgresServerTests
{
    [Fact]
    public async Task Data_and_password_are_kept_between_runs()
    {
        await using var folder = new ServerTestFolder();
        var first = await folder.Start();
        await Ask<object>(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        await first.DisposeAsync();
        folder.ServerRuns.ShouldBeFalse();

        var second = await folder.Start();

        (await Ask<int>(second.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
        PasswordIn(second).ShouldBe(PasswordIn(first));
    }

    [Fact]
    public async Task The_last_of_two_users_stops_the_server_and_not_the_first()
    {
        await using var folder = new ServerTestFolder();
        var first = await folder.Start();
        var second = await folder.Start();
        second.ConnectionString.ShouldBe(first.ConnectionString);

        await first.DisposeAsync();
        await first.DisposeAsync();
        (await Ask<int>(second.ConnectionString, "SELECT 1")).ShouldBe(1);

        await second.DisposeAsync();
        folder.ServerRuns.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_who_start_at_once_get_one_server()
    {
        await using var folder = new ServerTestFolder();

        var servers = await Task.WhenAll(
            Task.Run(() => folder.Start()), Task.Run(() => folder.Start()), Task.Run(() => folder.Start()));

        servers.Select(server => server.ConnectionString).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Servers_of_two_folders_leave_each_other_alone()
    {
        await using var one = new ServerTestFolder();
        await using var other = new ServerTestFolder();
        var server = await one.Start();
        var stopped = await other.Start();
        PasswordIn(stopped).ShouldNotBe(PasswordIn(server));

        await stopped.DisposeAsync();

        (await Ask<int>(server.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    private static string PasswordIn(EmbeddedPostgresServer server) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString).Password.ShouldNotBeNull();
}
