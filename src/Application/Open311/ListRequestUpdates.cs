using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>Lists how requests went on, oldest first, so that who asks again from where he was misses nothing.</summary>
public sealed record ListRequestUpdates(
    string? Ids = null, string? StartDate = null, string? EndDate = null, string? Page = null, string? PageSize = null)
    : IRequest<Outcome<IReadOnlyList<RequestUpdate>>>
{
    internal sealed class Handler(
        IEventSession session, ICatalogue catalogues, ITenantProfiles profiles, IServiceRequests requests, TimeProvider clock)
        : IRequestHandler<ListRequestUpdates, Outcome<IReadOnlyList<RequestUpdate>>>
    {
        public async Task<Outcome<IReadOnlyList<RequestUpdate>>> Handle(ListRequestUpdates query, CancellationToken ct)
        {
            var services = ListedServices.Of(
                await catalogues.Of(session.Tenant, ct), await profiles.Of(session.Tenant, ct));
            var errors = new Dictionary<string, string[]>();
            var period = Period.Read(query.StartDate, query.EndDate, clock.GetUtcNow(), errors);
            var paging = Paging.Read(query.Page, query.PageSize, errors);
            var ids = ListServiceRequests.Named("service_request_id", query.Ids, errors);
            return errors.Count > 0
                ? Refusal.Malformed(errors)
                : new Outcome<IReadOnlyList<RequestUpdate>>(
                    await requests.Updates(
                        session.Tenant, services.Codes,
                        new UpdateFilter(
                            ListServiceRequests.NumbersIn(ids), period!.Value.From, period.Value.To, paging!), ct),
                    null);
        }
    }
}
