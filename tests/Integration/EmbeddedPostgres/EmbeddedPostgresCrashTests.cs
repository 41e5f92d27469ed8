using static CleanFte.Integration.EmbeddedPostgres.ServerTestFolder;

namespace CleanFte.Integration.EmbeddedPostgres;

public class EmbeddedPostgresCrashTests
{
    [Fact]
    public async Task The_server_of_a_killed_app_is_taken_over_and_stopped()
    {
        await using var folder = new ServerTestFolder();
        using var app = await AppThatIsKilled.Start(folder.Path);
        var left = folder.ServerProcess;
        await app.Kill();

        var server = await folder.Start();

        folder.ServerProcess.ShouldBe(left);
        server.ConnectionString.ShouldBe(app.ConnectionString);
        await server.DisposeAsync();
        folder.ServerRuns.ShouldBeFalse("the dead app must not count as a user");
    }

    [Fact]
    public async Task An_app_in_another_process_keeps_the_server_up()
    {
        await using var folder = new ServerTestFolder();
        var server = await folder.Start();
        using var app = await AppThatIsKilled.Start(folder.Path);

        await server.DisposeAsync();

        (await Ask<int>(app.ConnectionString, "SELECT 1")).ShouldBe(1);
        await app.Kill();
    }

    [Theory]
    [InlineData("of a process that ended")]
    [InlineData("of another program")]
    [InlineData("of another folder's server")]
    public async Task A_server_that_crashed_is_started_again_whoever_has_its_process_id(string whose)
    {
        await using var folder = new ServerTestFolder();
        await using var other = new ServerTestFolder();
        await (await folder.Start()).DisposeAsync();
        var id = whose switch
        {
            "of another program" => Environment.ProcessId,
            "of another folder's server" => await ProcessOf(other),
            _ => int.MaxValue
        };
        string[] stale = [$"{id}", $"{folder.Path}/data", "1", "1", "", "127.0.0.1", "1 1", "ready"];
        await File.WriteAllLinesAsync(folder.PidFile, stale);

        var server = await folder.Start();

        (await Ask<string>(server.ConnectionString, "SHOW data_directory")).ShouldBe($"{folder.Path}/data");
    }

    private static async Task<int> ProcessOf(ServerTestFolder folder)
    {
        await folder.Start();
        return folder.ServerProcess;
    }
}
