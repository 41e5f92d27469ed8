using System.Collections.Concurrent;
using CleanFte.Application.Ports;
using Microsoft.Extensions.AI;

namespace CleanFte.Infrastructure.Models;

/// <inheritdoc cref="IModels"/>
/// <remarks>One client per configuration, each with its own circuit; tenants without one of their own share theirs.</remarks>
internal sealed class ConfiguredModels : IModels, IDisposable
{
    private readonly Made _common;
    private readonly Dictionary<string, Made> _byTenant;
    private readonly ConcurrentDictionary<ModelOptions, Lazy<Made>> _named = new();
    private readonly TenantModelOptions _options;
    private readonly TimeProvider _clock;

    public ConfiguredModels(TenantModelOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _common = Make(options.Common, clock);
        _byTenant = options.ByTenant.ToDictionary(t => t.Key, t => Make(t.Value, clock));
    }

    public TenantModel? Of(string tenant) => For(tenant).Model;

    public TenantModel? Named(string tenant, string name)
    {
        var options = _options.ByTenant.GetValueOrDefault(tenant, _options.Common) with { Name = name, EmbeddingName = null };
        return _named.GetOrAdd(options, o => new Lazy<Made>(() => Make(o, _clock))).Value.Model;
    }

    public TenantEmbeddings? EmbeddingsOf(string tenant) => For(tenant).Embeddings;

    public void Dispose()
    {
        foreach (var (model, embeddings) in _byTenant.Values.Append(_common).Concat(_named.Values.Select(n => n.Value)))
        {
            model?.Client.Dispose();
            embeddings?.Generator.Dispose();
        }
    }

    private Made For(string tenant) => _byTenant.TryGetValue(tenant, out var own) ? own : _common;

    private static Made Make(ModelOptions options, TimeProvider clock) => new(
        ModelClients.Make(options, clock) is { } client
            ? new TenantModel(client, $"{options.Provider}/{options.Name}")
            : null,
        ModelClients.MakeEmbeddings(options, clock) is { } generator
            ? new TenantEmbeddings(generator, $"{options.Provider}/{options.EmbeddingName}", options.EmbeddingThreshold)
            : null);

    private readonly record struct Made(TenantModel? Model, TenantEmbeddings? Embeddings);
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
