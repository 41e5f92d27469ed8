using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Services;

/// <summary>The catalogue as administrators see it: everything, what is retired too.</summary>
public sealed record ListAllServices : IRequest<Outcome<IReadOnlyList<CatalogueEntry>>>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues)
        : IRequestHandler<ListAllServices, Outcome<IReadOnlyList<CatalogueEntry>>>
    {
        public async Task<Outcome<IReadOnlyList<CatalogueEntry>>> Handle(ListAllServices query, CancellationToken ct) =>
            new(await catalogues.All(session.Tenant, ct), null);
    }
}
