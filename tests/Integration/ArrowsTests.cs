using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CleanFte.Application;
using CleanFte.Domain;
using CleanFte.Infrastructure;
using CleanFte.WebApi;

namespace CleanFte.Integration;

/// <summary>Arrows point inward only: WebApi, Infrastructure, Application, Domain.</summary>
public sealed class ArrowsTests
{
    private static readonly Assembly Domain = typeof(Refusal).Assembly;
    private static readonly Assembly Application = typeof(Caller).Assembly;
    private static readonly Assembly Infrastructure = typeof(InfrastructureOptions).Assembly;
    private static readonly Assembly WebApi = typeof(CleanFteHost).Assembly;

    [Fact]
    public void The_domain_knows_nothing_but_the_base_class_library() =>
        References(Domain).Where(r => !r.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_application_knows_the_domain_and_no_outside() =>
        References(Application).Where(r => !r.StartsWith("System.", StringComparison.Ordinal)).Except(
            ["CleanFte.Domain", "MediatR", "MediatR.Contracts", "FluentValidation",
                "FluentValidation.DependencyInjectionExtensions", "Microsoft.Extensions.AI.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions"])
            .ShouldBeEmpty();

    /// <summary>The framework's data protection encrypts and knows no host.</summary>
    [Fact]
    public void The_infrastructure_does_not_know_its_host() =>
        References(Infrastructure)
            .Where(r => r == "CleanFte.WebApi"
                || (r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    && !r.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)))
            .ShouldBeEmpty();

    /// <summary>
    /// The host asks the database whether it is there, and tells an outage from a failure; nothing else.
    /// </summary>
    [Fact]
    public void The_host_touches_PostgreSQL_for_health_and_outages_only() =>
        Types(WebApi, "Npgsql").ShouldBe(
            ["NpgsqlCommand", "NpgsqlDataSource", "NpgsqlException", "PostgresException"], ignoreOrder: true);

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("AWSSDK.S3")]
    [InlineData("AWSSDK.Core")]
    public void Nobody_inside_knows_the_tools_of_the_outside(string tool)
    {
        References(Domain).ShouldNotContain(tool);
        References(Application).ShouldNotContain(tool);
        References(Infrastructure).Concat(References(WebApi)).ShouldContain(tool);
    }

    private static string[] References(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(r => r.Name!)];

    /// <summary>The types of another assembly that this one's code names.</summary>
    private static List<string> Types(Assembly assembly, string of)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference
                    && NameOf((AssemblyReferenceHandle)t.ResolutionScope) == of)
                .Select(t => metadata.GetString(t.Name)),
        ];

        string NameOf(AssemblyReferenceHandle reference) =>
            metadata.GetString(metadata.GetAssemblyReference(reference).Name);
    }
}
