using CleanFte.Integration.Agent;
using CleanFte.Integration.Api;
using CleanFte.WebApi.Verbs;

namespace CleanFte.Integration.TenantFolders;

/// <summary>The tenants that ship answer their sample tickets as approved, without a model.</summary>
[Collection(nameof(SharedHost))]
public sealed class EvaluationTests(SharedHost host)
{
    [Theory]
    [InlineData("townhall")]
    [InlineData("techcorp")]
    [InlineData("parish")]
    public async Task A_tenant_that_ships_comes_out_as_approved(string name)
    {
        var folder = Path.Combine(Repository.Root, "tenants", name);
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await ImportTenantVerb.Run(
            host.Host.App.Services, VerbArguments.Read([folder], 1)!, output, error, CancellationToken.None))
            .ShouldBe(0, error.ToString());
        output.GetStringBuilder().Clear();

        (await EvaluateVerb.Run(
            host.Host.App.Services, VerbArguments.Read(["--tenant", name], 0, "--tenant")!, output, error,
            CancellationToken.None)).ShouldBe(0, error.ToString());

        output.ToString().ReplaceLineEndings("\n").ShouldMatchApproved(c => c
            .NoDiff().WithDiscriminator(name).WithStringCompareOptions(StringCompareShould.IgnoreLineEndings));
    }
}
