using System.Text.Json.Serialization;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Agent;

/// <summary>How what a run was decided by is kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TenantProfile))]
[JsonSerializable(typeof(IReadOnlyList<ServiceDefinition>))]
internal sealed partial class RunJson : JsonSerializerContext;
