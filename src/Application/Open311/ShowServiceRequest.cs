using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>Finds one request by its tracking number, however it is spelt, or by its ticket's id.</summary>
public sealed record ShowServiceRequest(string Id, bool Extensions = false) : IRequest<Outcome<ServiceRequestPage>>
{
    internal sealed class Handler(
        IEventSession session, ICatalogue catalogues, ITenantProfiles profiles, IServiceRequests requests)
        : IRequestHandler<ShowServiceRequest, Outcome<ServiceRequestPage>>
    {
        public async Task<Outcome<ServiceRequestPage>> Handle(ShowServiceRequest query, CancellationToken ct)
        {
            var services = ListedServices.Of(
                await catalogues.Of(session.Tenant, ct), await profiles.Of(session.Tenant, ct));
            var id = Guid.TryParse(query.Id, out var ticket) ? ticket.ToString()
                : TrackingNumber.TryParse(query.Id, out var number) ? number.Value
                : null;
            if (id is null || await requests.Find(session.Tenant, services.Codes, id, ct) is not { } found)
            {
                return Open311Refusals.UnknownRequest;
            }

            return new ServiceRequestPage(
                services,
                [found],
                query.Extensions
                    ? await requests.Notes(session.Tenant, [found.Id], ListServiceRequests.MaxNotes, ct)
                    : null);
        }
    }
}
