using CleanFte.Domain.Services;

namespace CleanFte.Application.Services;

/// <summary>Each tenant's catalogue, ready to be matched against.</summary>
public interface ICatalogue
{
    /// <summary>
    /// The services in use in the order in which they were defined, the general one last; may be 30 s old.
    /// </summary>
    ValueTask<Catalogue> Of(string tenant, CancellationToken ct);

    /// <summary>All services, retired ones too, in the same order; never from memory.</summary>
    Task<IReadOnlyList<CatalogueEntry>> All(string tenant, CancellationToken ct);

    /// <summary>Whether the tenant has no service, not even a retired one; never from memory.</summary>
    Task<bool> IsEmpty(string tenant, CancellationToken ct);

    /// <summary>The tenant's next question is answered from the database.</summary>
    void Invalidate(string tenant);
}

/// <param name="Version">The service's.</param>
public sealed record CatalogueEntry(ServiceDefinition Definition, bool Retired, long Version);

/// <summary>A tenant's services that are in use.</summary>
public sealed class Catalogue(IReadOnlyList<ServiceDefinition> services)
{
    public IReadOnlyList<ServiceDefinition> Services => services;

    public ServiceMatcher Matcher { get; } = new(services);

    public ServiceDefinition? Find(string code) => services.FirstOrDefault(s => s.Code == code);

    /// <summary>The service's name in a language, in English, or in whatever language it has one.</summary>
    public static string NameOf(ServiceDefinition service, string language) =>
        (service.Texts.GetValueOrDefault(language) ?? service.Texts.GetValueOrDefault("en")
            ?? service.Texts.Values.First()).Name;
}
