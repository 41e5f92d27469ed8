using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>The services that other systems may report about, in the tenant's first language.</summary>
public sealed record ListedServices(
    string Agency, string Language, IReadOnlyList<string> Contacts, IReadOnlyList<ServiceDefinition> Services)
{
    public IReadOnlyList<string> Codes { get; } = [.. Services.Select(s => s.Code)];

    public ServiceDefinition? Find(string code) => Services.FirstOrDefault(s => s.Code == code);

    public string NameOf(string code) => Find(code) is { } service ? Catalogue.NameOf(service, Language) : code;

    public ServiceText TextOf(ServiceDefinition service) =>
        service.Texts.GetValueOrDefault(Language) ?? service.Texts.GetValueOrDefault("en") ?? service.Texts.Values.First();

    internal static ListedServices Of(Catalogue catalogue, TenantProfile profile) =>
        new(profile.Name, profile.Languages[0], profile.Contacts, [.. catalogue.Services.Where(Publication.IsListed)]);
}

/// <summary>Lists the services that other systems may report about.</summary>
public sealed record ListListedServices : IRequest<Outcome<ListedServices>>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues, ITenantProfiles profiles)
        : IRequestHandler<ListListedServices, Outcome<ListedServices>>
    {
        public async Task<Outcome<ListedServices>> Handle(ListListedServices query, CancellationToken ct) =>
            ListedServices.Of(await catalogues.Of(session.Tenant, ct), await profiles.Of(session.Tenant, ct));
    }
}
