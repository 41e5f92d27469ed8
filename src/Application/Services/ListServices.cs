using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Services;

/// <summary>The catalogue as citizens see it.</summary>
public sealed record ListServices : IRequest<Outcome<IReadOnlyList<ServiceView>>>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues)
        : IRequestHandler<ListServices, Outcome<IReadOnlyList<ServiceView>>>
    {
        public async Task<Outcome<IReadOnlyList<ServiceView>>> Handle(ListServices query, CancellationToken ct)
        {
            var catalogue = await catalogues.Of(session.Tenant, ct);
            return new(
                [
                    .. catalogue.Services.Where(s => s.Public).Select(s => new ServiceView(
                        s.Code,
                        s.Group,
                        WireName.Of(s.Kind),
                        s.AsksPlace,
                        s.AsksPhoto,
                        s.Texts.ToDictionary(t => t.Key, t => new ServiceTextView(t.Value.Name, t.Value.Description)))),
                ],
                null);
        }
    }
}

/// <param name="Texts">By language: en, es, fr.</param>
public sealed record ServiceView(
    string Code,
    string Group,
    string Kind,
    bool AsksPlace,
    bool AsksPhoto,
    IReadOnlyDictionary<string, ServiceTextView> Texts);

public sealed record ServiceTextView(string Name, string Description);
