using CleanFte.Integration.Api;

namespace CleanFte.Integration.Sandbox;

/// <summary>A service in production that lets its administrators try it on.</summary>
public sealed class SandboxHost : RunningHost
{
    protected override Dictionary<string, string?> Settings => new() { ["Sandbox:Enabled"] = "true" };
}

[CollectionDefinition(nameof(SandboxHost))]
public sealed class SandboxHostTests : ICollectionFixture<SandboxHost>;
