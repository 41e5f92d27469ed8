using CleanFte.Application.Ports;
using CleanFte.Domain.Services;

namespace CleanFte.Application.Services;

/// <summary>Gives a tenant without any service the town hall's catalogue.</summary>
internal sealed class CatalogueSeed(Caller caller, IEventSession session, ICatalogue catalogues, TimeProvider clock)
{
    /// <summary>Two, because PostgreSQL rounds to one, and two neighbours could meet.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(2);

    /// <summary>
    /// From here on the request is about that tenant; what it saved before belongs to the caller's own.
    /// </summary>
    public async Task Plant(string tenant, CancellationToken ct)
    {
        caller.Tenant = tenant;
        if (!await catalogues.IsEmpty(tenant, ct))
        {
            return;
        }

        // Dated one after the other: the catalogue is listed in the order of its definition, and one save has one order
        // only.
        var at = clock.GetUtcNow();
        foreach (var definition in TownHall.Catalogue)
        {
            var id = ServiceId.Named(tenant, definition.Code);
            session.Start<Service>(id, ServiceDecider.Define(null, id, definition, at));
            at += Step;
        }

        try
        {
            await session.Save(ct);
        }
        catch (LostRaceException)
        {
            // Another process planted it at the same time; the ids are the same, so there is one catalogue and no more.
        }

        catalogues.Invalidate(tenant);
    }
}
