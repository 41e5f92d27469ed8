using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Tenants;

/// <param name="Definition">The profile as JSON, or null while there is none.</param>
/// <param name="Samples">The sample tickets as JSON.</param>
public sealed record TenantProfileRow(string TenantId, Guid Id, string? Definition, string Samples, long Version);

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
    }
}

/// <summary>How profiles and samples are written in the read model.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TenantProfile))]
[JsonSerializable(typeof(IReadOnlyList<SampleTicket>))]
public sealed partial class TenantJson : JsonSerializerContext;
