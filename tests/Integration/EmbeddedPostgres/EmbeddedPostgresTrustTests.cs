using System.Net;
using System.Net.NetworkInformation;
using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Configuration;
using Npgsql;
using static CleanFte.Integration.EmbeddedPostgres.ServerTestFolder;

namespace CleanFte.Integration.EmbeddedPostgres;

public class EmbeddedPostgresTrustTests
{
    [Fact]
    public async Task Only_loopback_is_listened_on_and_only_the_password_opens()
    {
        await using var folder = new ServerTestFolder();
        var server = await folder.Start();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);

        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(listener => listener.Port == settings.Port)
            .ShouldBe([new IPEndPoint(IPAddress.Loopback, settings.Port)]);
        (await Ask<string>(server.ConnectionString, "SHOW unix_socket_directories")).ShouldBeEmpty();
        settings.Password = "wrong";
        (await Should.ThrowAsync<PostgresException>(() => Ask<int>(settings.ConnectionString, "SELECT 1")))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        (await Ask<long>(server.ConnectionString, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"))
            .ShouldBe(0);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(folder.Path, "password"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_settings_which_the_product_relies_on_are_in_force()
    {
        await using var folder = new ServerTestFolder();
        var server = await folder.Start();

        foreach (var (setting, value) in new[]
                 {
                     ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"),
                     ("data_checksums", "on"),
                     ("server_encoding", "UTF8"), ("max_connections", "200"), ("shared_buffers", "256MB"),
                     ("max_wal_size", "2GB"), ("checkpoint_timeout", "15min"), ("log_error_verbosity", "terse")
                 })
            (await Ask<string>(server.ConnectionString, $"SHOW {setting}")).ShouldBe(value, setting);
        foreach (var extension in new[] { "pg_trgm", "unaccent" })
            await Ask<object>(server.ConnectionString, $"CREATE EXTENSION {extension}");
        (await Ask<string>(server.ConnectionString, "SELECT lower('ÀÉÑ')")).ShouldBe("àéñ");
    }

    [Fact]
    public async Task A_folder_which_the_servers_account_cannot_enter_is_stood_in_for()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;

        await using var folder = new ServerTestFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var binaries = Path.Combine(folder.Path, "binaries");
        Directory.CreateSymbolicLink(binaries, PostgresBinaries.Fetched());

        var server = await folder.Start(binaries);
        await Ask<object>(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        await server.DisposeAsync();
        var again = await folder.Start(binaries);

        again.Folder.ShouldNotBe(folder.Path);
        (await Ask<int>(again.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
        await again.DisposeAsync();
        Directory.Delete(again.Folder, recursive: true);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_with_what_to_do()
    {
        await using var folder = new ServerTestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "data", "PG_VERSION"), "15\n");

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => folder.Start());

        refusal.Message.ShouldContain("PostgreSQL 15");
        refusal.Message.ShouldContain("pg_dump");
        refusal.Message.ShouldContain("EmbeddedPostgres__DataPath");
    }

    [Fact]
    public async Task Binaries_that_are_not_there_are_named_with_the_setting()
    {
        await using var folder = new ServerTestFolder();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => folder.Start("/nowhere"));

        refusal.Message.ShouldContain("/nowhere");
        refusal.Message.ShouldContain("EmbeddedPostgres__BinariesPath");
    }

    [Fact]
    public void The_data_path_is_below_the_content_root_unless_set()
    {
        var unset = new ConfigurationBuilder().Build();
        EmbeddedPostgresOptions.From(unset, "/app").DataPath.ShouldBe("/app/.data/postgres");

        var set = new ConfigurationBuilder()
            .AddInMemoryCollection(
                [new("EmbeddedPostgres:DataPath", "/srv/data"), new("EmbeddedPostgres:BinariesPath", "pg")])
            .Build();
        EmbeddedPostgresOptions.From(set, "/app")
            .ShouldBe(new EmbeddedPostgresOptions { DataPath = "/srv/data", BinariesPath = "/app/pg" });
    }
}
