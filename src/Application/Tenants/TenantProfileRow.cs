using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Tenants;

/// <param name="Definition">The profile as JSON, or null while there is none.</param>
/// <param name="Samples">The sample tickets as JSON.</param>
public sealed record TenantProfileRow(string TenantId, Guid Id, string? Definition, string Samples, long Version);

/// <summary>Whether the agent may speak.</summary>
/// <param name="Account">The channel account's name; empty for all of the tenant's.</param>
public sealed record AgentSwitchRow(string TenantId, string Account, bool AgentOn);

public abstract class TenantProjection : IProjection<ConfiguredTenant>
{
    public static void Project(in ProjectedStream<ConfiguredTenant> stream, IRowSink rows)
    {
        var tenant = stream.State!;
        rows.Put(new TenantProfileRow(
            stream.Tenant,
            stream.Id,
            tenant.Profile is { } profile ? JsonSerializer.Serialize(profile, TenantJson.Default.TenantProfile) : null,
            JsonSerializer.Serialize(tenant.Samples, TenantJson.Default.IReadOnlyListSampleTicket),
            stream.Version));
        foreach (var e in stream.Events.OfType<AgentSwitched>())
        {
            rows.Put(new AgentSwitchRow(stream.Tenant, e.Account ?? "", e.On));
        }
    }
}

/// <summary>How profiles and samples are written in the read model.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TenantProfile))]
[JsonSerializable(typeof(IReadOnlyList<SampleTicket>))]
public sealed partial class TenantJson : JsonSerializerContext;
