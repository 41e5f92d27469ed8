using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Infrastructure.Channels;
using CleanFte.WebApi.Tickets;

namespace CleanFte.WebApi.Web;

/// <summary>What a page for citizens says about whose it is and what it may send.</summary>
internal static class PortalEndpoints
{
    public static void MapPortal(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portal", Show).ForCitizens().RequireCors(Cors.Form).WithTags("Citizens")
            .Produces<PortalView>().WithSummary("Whose portal this is, how else to reach it, and how large photos may be");

    private static async Task<IResult> Show(
        Caller caller, ITenantProfiles profiles, IChannels channels, CancellationToken ct)
    {
        var profile = await profiles.Of(caller.Tenant, ct);
        return Results.Ok(new PortalView(
            caller.Tenant,
            profile.Name,
            profile.Languages,
            profile.Contacts,
            [
                .. channels.Accounts
                    .Where(a => a.Tenant == caller.Tenant && a.IsEnabled && a.Provider != SandboxGateway.Name && a.Address.Length > 0)
                    .Select(a => new PortalWay(a.Channel, a.Address[(a.Address.IndexOf(':', StringComparison.Ordinal) + 1)..]))
                    .OrderBy(w => w.Channel, StringComparer.Ordinal).ThenBy(w => w.Address, StringComparer.Ordinal),
            ],
            new PortalLimits(Evidence.MaxBytes, MediaEndpoints.MaxFiles)));
    }
}

/// <param name="Languages">The tenant's own; the portal itself speaks all of en, es and fr.</param>
/// <param name="Contacts">Numbers, addresses and links, as the tenant wrote them.</param>
/// <param name="Ways">Channels on which one can write instead.</param>
internal sealed record PortalView(
    string Tenant, string Name, IReadOnlyList<string> Languages, IReadOnlyList<string> Contacts,
    IReadOnlyList<PortalWay> Ways, PortalLimits Limits);

internal sealed record PortalWay(string Channel, string Address);

/// <param name="FileBytes">Of one file.</param>
/// <param name="Files">In one upload.</param>
internal sealed record PortalLimits(int FileBytes, int Files);
