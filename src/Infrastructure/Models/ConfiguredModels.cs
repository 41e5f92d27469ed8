using CleanFte.Application.Ports;
using Microsoft.Extensions.AI;

namespace CleanFte.Infrastructure.Models;

/// <inheritdoc cref="IModels"/>
/// <remarks>One client per configuration, each with its own circuit; tenants without one of their own share theirs.</remarks>
internal sealed class ConfiguredModels : IModels, IDisposable
{
    private readonly TenantModel? _common;
    private readonly Dictionary<string, TenantModel?> _byTenant;

    public ConfiguredModels(TenantModelOptions options, TimeProvider clock)
    {
        _common = Make(options.Common, clock);
        _byTenant = options.ByTenant.ToDictionary(t => t.Key, t => Make(t.Value, clock));
    }

    public TenantModel? Of(string tenant) => _byTenant.TryGetValue(tenant, out var own) ? own : _common;

    public void Dispose()
    {
        foreach (var model in _byTenant.Values.Append(_common))
        {
            model?.Client.Dispose();
        }
    }

    private static TenantModel? Make(ModelOptions options, TimeProvider clock) =>
        ModelClients.Make(options, clock) is { } client
            ? new TenantModel(client, $"{options.Provider}/{options.Name}")
            : null;
}

/// <summary>The installation's model, and those of tenants that have another.</summary>
/// <param name="ByTenant">By tenant id.</param>
public sealed record TenantModelOptions(ModelOptions Common, IReadOnlyDictionary<string, ModelOptions> ByTenant)
{
    /// <summary>One sentence for each setting that is wrong, naming its environment key.</summary>
    public IEnumerable<string> Validate() =>
    [
        .. Common.Validate(),
        .. ByTenant.SelectMany(t => t.Value.Validate().Select(e => e.Replace("Model__", $"Tenants__{t.Key}__Model__", StringComparison.Ordinal))),
    ];
}
