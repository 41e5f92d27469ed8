using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain.Services;

namespace CleanFte.Application.Services;

/// <param name="Definition">The definition as JSON.</param>
public sealed record ServiceRow(string TenantId, Guid Id, string Code, string Definition, bool Retired, long Version);

public abstract class ServiceProjection : IProjection<Service>
{
    public static void Project(in ProjectedStream<Service> stream, IRowSink rows)
    {
        var service = stream.State!;
        rows.Put(new ServiceRow(
            stream.Tenant,
            service.Id,
            service.Definition.Code,
            JsonSerializer.Serialize(service.Definition, CatalogueJson.Default.ServiceDefinition),
            service.Retired,
            stream.Version));
    }
}

/// <summary>How catalogue entries are written in the read model and the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServiceDefinition))]
public sealed partial class CatalogueJson : JsonSerializerContext;
