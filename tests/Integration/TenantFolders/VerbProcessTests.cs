using System.Diagnostics;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Unit.TenantFolders;

namespace CleanFte.Integration.TenantFolders;

/// <summary>Verbs as they are called: a process of their own, beside the running service.</summary>
[Collection(nameof(SharedHost))]
public sealed class VerbProcessTests(SharedHost host)
{
    [Fact]
    public async Task A_tenant_is_imported_and_exported_while_the_service_runs()
    {
        var tenant = QueryFixture.NewTenant();
        using var folder = new TemporaryFolder().Put(SmallTown.Files);
        var export = Path.Combine(folder.Path, "..", $"{tenant}-export");

        var imported = await Run("import-tenant", folder.Path, "--as", tenant);
        imported.Exit.ShouldBe(0, imported.Error);
        imported.Output.ShouldContain("service: 4 added");
        (await Run("export-tenant", tenant, export)).Exit.ShouldBe(0);

        File.Exists(Path.Combine(export, "services.yaml")).ShouldBeTrue();
        Directory.Delete(export, recursive: true);
    }

    [Fact]
    public async Task What_is_refused_is_on_standard_error()
    {
        using var folder = new TemporaryFolder().Put(SmallTown.Files).Put("brand.md", "");

        var refused = await Run("import-tenant", folder.Path, "--as", QueryFixture.NewTenant());

        refused.Exit.ShouldBe(1);
        refused.Error.ReplaceLineEndings("\n").ShouldBe("brand.md: The file is empty.\nNothing was imported.\n");
    }

    [Theory]
    [InlineData("import-tenant")]
    [InlineData("import-tenant", "a", "b")]
    [InlineData("import-tenant", "a", "--as")]
    [InlineData("import-tenant", "a", "--force", "yes")]
    [InlineData("export-tenant", "a")]
    [InlineData("import-knowledge", "a", "--language", "de")]
    [InlineData("frobnicate")]
    public async Task A_wrong_command_line_is_told_how(params string[] args)
    {
        var (exit, _, error) = await Run(args);

        exit.ShouldBe(2);
        error.ShouldContain(args[0]);
    }

    private async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, ProductProcess.Host), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment =
            {
                ["ConnectionStrings__CleanFte"] = host.ConnectionString,
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ApiKeys__Bootstrap"] = RunningHost.Bootstrap,
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Wait.Limit);
        return (process.ExitCode, await output, await error);
    }
}
